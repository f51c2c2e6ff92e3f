internal import Provisioning

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// This machine knows what time it is: certificates count by it.
struct ClockCheck: Check {
  let id = "host.clock"
  let title = "clock"
  let meaning = "this machine's clock is wrong, so that certificates seem to be expired or not yet valid"
  /// What sets a clock by those of others.
  static let remedy = Remedy.command("sudo timedatectl set-ntp true")
  /// 2026-01-01, before which this program was not there.
  private static let earliest = 1_767_225_600
  /// 2050-01-01.
  private static let latest = 2_524_608_000
  /// In seconds: how far another machine's clock may be ahead, where folders are shared.
  private static let tolerance = 300

  func run(_ context: DoctorContext) async -> Outcome {
    guard (Self.earliest..<Self.latest).contains(context.now) else {
      return .failed("this machine's clock says \(Self.text(context.now))", Self.remedy)
    }
    if let path = context.env?.path, let written = modificationTime(path),
      written > Double(context.now + Self.tolerance)
    {
      return .warning(
        "this machine's clock says \(Self.text(context.now)), and \(context.places.display(path)) is from later than that",
        Self.remedy
      )
    }
    return .passed(Self.text(context.now))
  }

  /// A time of UTC, to the minute.
  private static func text(_ seconds: Int) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday)) "
      + "\(digits(parts.tm_hour)):\(digits(parts.tm_min)) UTC"
  }
}
