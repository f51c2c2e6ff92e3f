import Glibc

/// Notices when one of some files has been written, replaced, made or removed.
///
/// It looks at them twice a second, which costs a few microseconds, and works wherever a file can be looked at: across
/// renames, links and mounted folders. A change counts once the files have been the same for two looks, so that a file
/// that is being written is not read in the middle.
public struct FileWatch: Sendable {
  private struct Look: Equatable {
    var device: UInt = 0
    var inode: UInt = 0
    var size = 0
    var seconds = 0
    var nanoseconds = 0

    init(_ path: String) {
      var state = stat()
      guard stat(path, &state) == 0 else { return }
      device = UInt(state.st_dev)
      inode = UInt(state.st_ino)
      size = Int(state.st_size)
      seconds = Int(state.st_mtim.tv_sec)
      nanoseconds = Int(state.st_mtim.tv_nsec)
    }
  }

  private static let interval = Duration.milliseconds(500)
  private let paths: [String]
  private var known: [Look]

  /// Watches files from their present state on.
  public init(_ paths: [String]) {
    self.paths = paths
    known = paths.map(Look.init)
  }

  /// Waits for the next change.
  ///
  /// - Returns: the paths of the files that have changed, or `nil` if the waiting task is cancelled.
  public mutating func next() async -> [String]? {
    var last = known
    while (try? await Task.sleep(for: Self.interval)) != nil {
      let looks = paths.map(Look.init)
      defer { last = looks }
      guard looks == last, looks != known else { continue }
      defer { known = looks }
      return looks.indices.filter { looks[$0] != known[$0] }.map { paths[$0] }
    }
    return nil
  }
}
