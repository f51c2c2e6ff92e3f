internal import Diagnostics
internal import Provisioning

/// This machine and those who answer the models agree on what time it is.
struct ProviderClockCheck: Check {
  let id = "providers.clock"
  let title = "clock"
  let meaning = "this machine's clock differs from the providers', so that certificates and logins seem out of date"
  let prerequisites = ["env.no-provider", "providers.proxy"]
  let reach = Reach.network
  /// In seconds: from there on short-lived logins fail.
  private static let tolerance = 300
  /// In seconds: from there on certificates fail, those that were just made.
  private static let day = 86_400

  func run(_ context: DoctorContext) async -> Outcome {
    let states = await context.providers().filter(\.isReached)
    guard !states.isEmpty else { return .skipped("no provider could be reached") }
    let differences = states.compactMap { state in
      state.time.map { (name: state.provider.name, seconds: context.now - $0) }
    }
    // A provider may be wrong as well: one that agrees is enough.
    guard let least = differences.min(by: { abs($0.seconds) < abs($1.seconds) }) else {
      return .passed("no provider says what time it is")
    }
    let size = abs(least.seconds)
    guard size > Self.tolerance else { return .passed("as at \(least.name)") }
    let way = least.seconds > 0 ? "ahead of" : "behind"
    let message = "this machine's clock is \(Self.words(size)) \(way) \(least.name)'s"
    return size < Self.day ? .warning(message, ClockCheck.remedy) : .failed(message, ClockCheck.remedy)
  }

  private static func words(_ seconds: Int) -> String {
    switch seconds {
    case ..<7200: "\(seconds / 60) minutes"
    case ..<(2 * day): "\(seconds / 3600) hours"
    default: "\(seconds / day) days"
    }
  }
}
