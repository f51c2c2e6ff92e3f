/// The SHA-256 of `bytes` as hexadecimal digits.
func contentHash(_ bytes: [UInt8]) -> String {
  SHA256.hash(bytes).map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
  .joined()
}
