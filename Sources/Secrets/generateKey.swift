extension Secret {
  /// A new random key of 256 bits from the system's generator.
  ///
  /// - Parameter prefix: what stands before the 64 hexadecimal digits; LiteLLM wants its keys to begin with `sk-`.
  /// - Returns: the key, 64 lower-case hexadecimal digits behind the prefix.
  public static func random(prefix: String = "sk-") -> Secret {
    var generator = SystemRandomNumberGenerator()
    var text = prefix
    for _ in 0..<4 {
      let word = String(generator.next() as UInt64, radix: 16)
      text += String(repeating: "0", count: 16 - word.count) + word
    }
    return Secret(text)
  }
}
