internal import Synchronization

/// The right to write, held against every other run of this program.
///
/// The system takes it back when the process ends, however it ends.
public final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Holds the lock on an open file; without one there is nothing to hold.
  init(_ descriptor: Int32?) {
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Lets others write. Doing it twice is harmless.
  public func release() {
    let held = descriptor.withLock { held in
      defer { held = nil }
      return held
    }
    if let held { closeFile(held) }
  }
}
