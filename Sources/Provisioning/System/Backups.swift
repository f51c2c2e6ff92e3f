#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The copies of files as they were before they were changed.
struct Backups: Sendable {
  /// How many are kept of each file.
  static let limit = 5

  /// The folder that holds them.
  let folder: String
  /// The time in seconds since 1970.
  var now: @Sendable () -> Int = { time(nil) }

  /// Copies a file, unless its newest copy is the same, and removes its oldest copies.
  func save(_ state: FileState, of path: String, on system: some System) throws(SystemError) {
    let folder = self.folder + path
    let newest = Self.copies(in: folder).last
    if let newest, try system.read("\(folder)/\(newest.name)") == copy(state) { return }
    // Never before the newest, also if somebody has set the clock back: the oldest are removed.
    let stamp = max(Self.stamp(now()), newest?.stamp ?? "")
    var number = newest?.stamp == stamp ? (newest?.number ?? 0) + 1 : 0
    system.sweep(beside: "\(folder)/\(stamp)")
    while true {
      let copy = Copy(stamp: stamp, number: number)
      do throws(SystemError) {
        try system.replace("\(folder)/\(copy.name)", nil, with: state.bytes, mode: self.copy(state).mode)
        break
      } catch {
        guard error.kind == .changedMeanwhile, number < 10_000 else { throw error }
        number += 1
      }
    }
    for old in Self.copies(in: folder).dropLast(Self.limit) { unlink("\(folder)/\(old.name)") }
  }

  /// The file as it is kept: never run, and never with the rights of its owner.
  private func copy(_ state: FileState) -> FileState { FileState(bytes: state.bytes, mode: state.mode & 0o777) }

  /// The copies in a folder, the oldest first. Anything else in there is none of ours.
  static func copies(in folder: String) -> [Copy] {
    entries(of: folder).compactMap(Copy.init(name:)).sorted()
  }

  /// The name of a copy.
  struct Copy: Comparable {
    /// The time, such as `20261122T203000Z`.
    let stamp: String
    /// Counts those of the same second.
    let number: Int

    var name: String { number == 0 ? stamp : "\(stamp).\(number)" }

    init(stamp: String, number: Int) {
      self.stamp = stamp
      self.number = number
    }

    init?(name: String) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts[0].wholeMatch(of: /[0-9]{8}T[0-9]{6}Z/) != nil, parts.count <= 2,
        let number = parts.count == 1 ? 0 : Int(parts[1]), number >= 0
      else { return nil }
      self.init(stamp: String(parts[0]), number: number)
    }

    static func < (left: Copy, right: Copy) -> Bool { (left.stamp, left.number) < (right.stamp, right.number) }
  }

  /// The time in UTC, to the second.
  private static func stamp(_ seconds: Int) -> String {
    var (seconds, parts) = (time_t(seconds), tm())
    gmtime_r(&seconds, &parts)
    func padded(_ number: Int32, _ width: Int = 2) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return padded(parts.tm_year + 1900, 4) + padded(parts.tm_mon + 1) + padded(parts.tm_mday) + "T"
      + padded(parts.tm_hour) + padded(parts.tm_min) + padded(parts.tm_sec) + "Z"
  }
}
