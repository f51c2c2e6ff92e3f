/// An open file or folder, closed when it is no longer used.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over what an opening call returned.
  ///
  /// - Returns: `nil` if the call failed; `errno` says why.
  init?(_ number: Int32) {
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit { closeFile(number) }
}
