extension String {
  /// Whether this is `lowercase` in any mix of cases. Only ASCII letters are folded, as HTTP defines field names.
  @inline(__always)
  func matchesLowercased(_ lowercase: StaticString) -> Bool {
    let expected = lowercase.utf8Start
    guard utf8.count == lowercase.utf8CodeUnitCount else { return false }
    var index = 0
    for byte in utf8 {
      let folded = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
      guard folded == expected[index] else { return false }
      index += 1
    }
    return true
  }
}
