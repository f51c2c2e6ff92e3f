/// How many tokens a request has, where nobody has counted them.
///
/// Four bytes of it are taken for a token, which is what English, code and JSON come to with most models. Text of base64
/// (an image, a document, a provider's record of thoughts) counts for 1600 at the most, as much as Anthropic counts for
/// a large picture: its length says nothing of its tokens. Other scripts than Latin have more tokens than that, so
/// clients that must not exceed a limit should leave a margin.
public enum TokenEstimate {
  /// What a text of base64 counts for at the most.
  static let largestMedia = 1600
  private static let bytesPerToken = 4
  /// How much of a text is looked at to tell whether it is base64: no other text goes on so long without a space.
  private static let looked = 256

  /// The estimate for a request.
  ///
  /// One pass over the bytes, without parsing them: what is no JSON is counted as well.
  ///
  /// - Parameter request: the body, in any of the formats.
  /// - Returns: the tokens, at least 1.
  public static func tokens(in request: UnsafeRawBufferPointer) -> Int {
    var excess = 0
    var index = request.endOfPlainText(from: 0)
    while index < request.count {
      guard request[index] == UInt8(ascii: "\"") else {
        index = request.endOfPlainText(from: index + 1)
        continue
      }
      let start = index + 1
      let end = endOfString(request, from: start)
      if end - start > largestMedia * bytesPerToken, isBase64(request, start) {
        excess += end - start - largestMedia * bytesPerToken
      }
      index = request.endOfPlainText(from: min(end + 1, request.count))
    }
    return max(1, (request.count - excess) / bytesPerToken)
  }

  /// Where the quote behind a string stands, or the end.
  private static func endOfString(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = text.endOfPlainText(from: start)
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      let skipped = text[index] == UInt8(ascii: "\\") ? 2 : 1
      index = text.endOfPlainText(from: min(index + skipped, text.count))
    }
    return index
  }

  /// Whether a long string is base64, with or without the head of a `data:` URL.
  private static func isBase64(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    text[start..<start + looked].allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        // Digits and the slash before them; what stands in the head of a URL.
        UInt8(ascii: "/")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "_"),
        UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "."):
        true
      default: false
      }
    }
  }
}
