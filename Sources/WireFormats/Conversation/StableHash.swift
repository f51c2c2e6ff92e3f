/// A short fingerprint of a text (FNV-1a, 64 bits), the same on every machine and in every run: names made with it stay
/// the same from turn to turn.
enum StableHash {
  /// Sixteen lower-case hexadecimal digits.
  static func hex(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
