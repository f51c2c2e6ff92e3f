internal import CFileSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One file that gets a new content, in a way that leaves either the old or the new one, also after a crash, and never
/// takes another program's for the old one.
///
/// Between looking at a file and renaming another over it, a third program can write. So the new file is exchanged
/// with the old one, which then can be looked at in peace: if it is not what it should be, it goes back. Whoever opens
/// the new file before that is settled has to wait, as far as the system can do that, and never builds on a content
/// that was not to stay.
struct Replacement {
  /// The file as the caller named it.
  let path: String
  let before: [UInt8]?
  let after: [UInt8]
  /// The permission bits, if the file does not exist yet.
  let mode: UInt32
  var options = WriteOptions()

  func perform() throws(SystemError) {
    let place = try FilePlace(path, for: .write, makesFolders: before == nil)
    place.keepFromSweeping()
    guard let before else {
      guard try place.file(named: place.name) == nil else { throw place.changedMeanwhile }
      let temporary = try TemporaryFile(beside: place)
      do throws(SystemError) {
        try temporary.fill(after, mode: mode, place)
        options.step(.written)
        try putInPlace(temporary, place)
      } catch {
        place.unlink(temporary.name)
        throw error
      }
      return try place.flushFolder()
    }

    guard let old = try place.file(named: place.name), old.bytes == before else { throw place.changedMeanwhile }
    // None is left if it has been replaced since it was opened, which the next look finds out.
    guard old.status.st_nlink <= 1 else { throw .hardLinked(.write, path) }
    let temporary = try TemporaryFile(beside: place)
    do throws(SystemError) {
      try temporary.fill(after, like: old, place)
      options.step(.written)
      guard try place.file(named: place.name)?.bytes == before else { throw place.changedMeanwhile }
    } catch {
      place.unlink(temporary.name)
      throw error
    }
    options.step(.compared)
    try exchange(temporary, for: before, place)
    try place.flushFolder()
  }
}
