#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension FileLock {
  /// Takes the lock that the file at `path` stands for.
  ///
  /// The file holds the number of the process that took it last.
  ///
  /// - Parameters:
  ///   - path: an absolute path.
  ///   - patience: how long to wait for another process, in milliseconds.
  /// - Returns: the lock, held.
  /// - Throws: ``SystemError``.
  static func acquire(_ path: String, patience: Int) throws(SystemError) -> FileLock {
    var pause = 1
    var waited = 0
    while true {
      let place = try FilePlace(path, for: .lock, makesFolders: true)
      let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
      let descriptor = openat(place.folder.number, place.name, flags, 0o600)
      guard descriptor >= 0 else { throw place.failure() }
      do throws(SystemError) {
        if try take(descriptor, place) { return FileLock(descriptor) }
        guard waited < patience else { throw held(descriptor, path) }
      } catch {
        closeFile(descriptor)
        throw error
      }
      closeFile(descriptor)
      usleep(useconds_t(pause * 1000))
      waited += pause
      pause = min(2 * pause, 50)
    }
  }

  /// Whether the lock could be taken, and still is the one that others will find.
  private static func take(_ descriptor: Int32, _ place: borrowing FilePlace) throws(SystemError) -> Bool {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK || errno == EINTR { return false }
      throw place.failure()
    }
    var (own, found) = (stat(), stat())
    guard fstat(descriptor, &own) == 0 else { throw place.failure() }
    guard fstatat(place.folder.number, place.name, &found, AT_SYMLINK_NOFOLLOW) == 0,
      FileIdentity(own) == FileIdentity(found)
    else { return false }
    let process = Array("\(getpid())\n".utf8)
    // For the message alone.
    if ftruncate(descriptor, 0) == 0 { _ = process.withUnsafeBytes { writeSome(descriptor, $0) } }
    return true
  }

  private static func held(_ descriptor: Int32, _ path: String) -> SystemError {
    let text = String(decoding: readAll(descriptor, limit: 100) ?? [], as: UTF8.self)
    let process = Int32(text.prefix { $0.isNumber }).map { " (process \($0))" } ?? ""
    return SystemError(
      .lock,
      path,
      "another agentproxy-setup\(process) is writing",
      kind: .held,
      hint: "wait until it has finished, or end it"
    )
  }
}
