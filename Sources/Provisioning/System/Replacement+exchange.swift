internal import CFileSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Replacement {
  /// Gives the new file its name, unless something has that name.
  func putInPlace(_ temporary: borrowing TemporaryFile, _ place: borrowing FilePlace) throws(SystemError) {
    var code = options.exchanges ? cfs_rename_new(place.folder.number, temporary.name, place.name) : ENOSYS
    if isUnsupported(code) {
      // A link is not made over a file either.
      code = linkat(place.folder.number, temporary.name, place.folder.number, place.name, 0) == 0 ? 0 : errno
      if code == 0 { place.unlink(temporary.name) }
      // A file system with neither, such as that of a memory stick: what is left is to look first.
      if code == EPERM || isUnsupported(code) {
        guard try place.file(named: place.name) == nil else { throw place.changedMeanwhile }
        code = renameat(place.folder.number, temporary.name, place.folder.number, place.name) == 0 ? 0 : errno
      }
    }
    guard code == 0 else { throw code == EEXIST ? place.changedMeanwhile : place.failure(code) }
  }

  /// Puts the new file in the place of `before`, and removes whichever of the two is of no use any more.
  func exchange(
    _ temporary: borrowing TemporaryFile,
    for before: [UInt8],
    _ place: borrowing FilePlace
  ) throws(SystemError) {
    if options.holds { _ = cfs_hold(temporary.descriptor.number) }
    defer { cfs_release(temporary.descriptor.number) }
    let code = options.exchanges ? cfs_exchange(place.folder.number, temporary.name, place.name) : ENOSYS
    if isUnsupported(code) {
      // Between the look just taken and this nothing is safe; there is no better way here.
      guard renameat(place.folder.number, temporary.name, place.folder.number, place.name) == 0 else {
        let code = errno
        place.unlink(temporary.name)
        throw place.failure(code)
      }
      return
    }
    guard code == 0 else {
      place.unlink(temporary.name)
      throw code == ENOENT ? place.changedMeanwhile : place.failure(code)
    }
    options.step(.exchanged)

    var problem = place.changedMeanwhile
    var theirs: [UInt8]?
    do throws(SystemError) {
      theirs = try place.file(named: temporary.name)?.bytes
      if theirs == before { return place.unlink(temporary.name) }
    } catch {
      problem = error
    }
    options.step(.refused)
    let isOurs = try putBack(temporary, place)
    // Who has opened our file and waits is about to read it, though it no longer has a name.
    if isOurs, let theirs { temporary.overwrite(theirs) }
    place.unlink(temporary.name)
    throw problem
  }

  /// Exchanges once more, so that what another program wrote is in its place again.
  ///
  /// It may have written yet again, over the file that was not to stay. Then that is the latest of its files, and goes
  /// back in turn.
  ///
  /// - Returns: whether it was our file alone that came out.
  private func putBack(
    _ temporary: borrowing TemporaryFile,
    _ place: borrowing FilePlace
  ) throws(SystemError) -> Bool {
    var inPlace = temporary.identity
    for round in 0..<100 {
      guard let returning = identity(temporary.name, place) else { throw rescue(temporary, place) }
      var code = cfs_exchange(place.folder.number, temporary.name, place.name)
      // Removed in the meantime, by somebody who saw our file only.
      if code == ENOENT {
        code = cfs_rename_new(place.folder.number, temporary.name, place.name)
        if code == 0 { return false }
      }
      guard code == 0 else { throw rescue(temporary, place) }
      options.step(.returned)
      // The first that went in is ours, and a program may have written into it.
      if identity(temporary.name, place) == inPlace, round > 0 || temporary.holds(after) { return round == 0 }
      inPlace = returning
    }
    throw rescue(temporary, place)
  }

  private func identity(_ name: String, _ place: borrowing FilePlace) -> FileIdentity? {
    var status = stat()
    guard fstatat(place.folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return FileIdentity(status)
  }

  /// Keeps a file that does not go back under a name that is not swept.
  private func rescue(_ temporary: borrowing TemporaryFile, _ place: borrowing FilePlace) -> SystemError {
    let name = "\(place.name).rescued\(temporary.name.dropLast(".tmp".count))"
    let isNamed = renameat(place.folder.number, temporary.name, place.folder.number, name) == 0
    return SystemError(
      .write,
      path,
      "another program changed it in the meantime, and its version could not be put back",
      hint: "that version is in \(place.folderPath)/\(isNamed ? name : temporary.name)"
    )
  }
}
