internal import Diagnostics
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The right to start and stop the engine, or to be the one who watches over it. The system takes it back when the
/// process ends, however it ends.
final class EngineLock: Sendable {
  private let descriptor: Mutex<Int32?>

  private init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  deinit { release() }

  /// Lets others have it. Doing it twice is harmless.
  func release() {
    let held = descriptor.withLock { held in
      defer { held = nil }
      return held
    }
    if let held { close(held) }
  }

  /// Whether it is still the one that the file of a path stands for: the file may have been taken away.
  func isHeld(at path: String) -> Bool {
    guard let held = descriptor.withLock({ $0 }) else { return false }
    return FileIdentity(of: held) != nil && FileIdentity(of: held) == FileIdentity(path)
  }

  /// Takes the lock that a file stands for.
  ///
  /// - Parameters:
  ///   - path: the file, which is made with its folder if need be.
  ///   - patience: how long to wait for the one who has it.
  /// - Returns: the lock, or `nil` if somebody else has it for longer than that.
  /// - Throws: `Failure` if the file cannot be made.
  static func take(_ path: String, patience: Duration) async throws(Failure) -> EngineLock? {
    let folder = path.lastIndex(of: "/").map { makeFolder(String(path[..<$0])) } ?? 0
    let descriptor = folder == 0 ? open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) : -1
    guard descriptor >= 0 else {
      let code = folder == 0 ? errno : folder
      throw Failure(
        .failed,
        id: "engine.folder",
        "\(path) cannot be made: \(String(cString: strerror(code)))",
        hint: fileRemedy(code)
      )
    }
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(20))) != nil else {
        close(descriptor)
        return nil
      }
    }
    return EngineLock(descriptor)
  }
}
