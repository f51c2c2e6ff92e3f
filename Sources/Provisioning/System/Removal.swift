internal import CFileSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One file that is removed, if it is what it should be.
struct Removal {
  /// The file as the caller named it.
  let path: String
  let before: [UInt8]
  var options = WriteOptions()

  func perform() throws(SystemError) {
    var link = stat()
    if lstat(path, &link) == 0, link.st_mode & S_IFMT == S_IFLNK {
      throw SystemError(
        .remove,
        path,
        "it is a symbolic link by now, and what it points to may be in use elsewhere",
        hint: "remove the link and the file yourself"
      )
    }
    let place = try FilePlace(path, for: .remove, makesFolders: false)
    place.keepFromSweeping()
    guard let file = try place.file(named: place.name), file.bytes == before else { throw place.changedMeanwhile }
    options.step(.compared)

    // First out of the way and then looked at, so that nobody can write in between.
    let aside = TemporaryFile.newName()
    guard renameat(place.folder.number, place.name, place.folder.number, aside) == 0 else {
      throw errno == ENOENT ? place.changedMeanwhile : place.failure()
    }
    options.step(.exchanged)
    let problem: SystemError?
    do throws(SystemError) {
      problem = try place.file(named: aside)?.bytes == before ? nil : place.changedMeanwhile
    } catch {
      problem = error
    }
    if let problem {
      options.step(.refused)
      // If there is a file again, it is the later one.
      if cfs_rename_new(place.folder.number, aside, place.name) != 0 {
        if linkat(place.folder.number, aside, place.folder.number, place.name, 0) == 0 || errno == EEXIST {
          place.unlink(aside)
        }
      }
      throw problem
    }
    place.unlink(aside)
    try place.flushFolder()
  }
}
