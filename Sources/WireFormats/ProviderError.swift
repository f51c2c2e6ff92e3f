/// What a provider says in the body of an error.
public enum ProviderError {
  /// The message of an error in OpenAI's or in Anthropic's shape, or in one that is close to them.
  ///
  /// - Parameter body: the body, not compressed.
  /// - Returns: the message, or `nil` where there is none to be found.
  public static func message(in body: Span<UInt8>) -> String? {
    guard let error = member("error", of: 0, in: body) else {
      return text(at: member("message", of: 0, in: body), body)
    }
    return text(at: error, body) ?? text(at: member("message", of: error, in: body), body)
  }

  /// Where the value of an object's member begins; `nil` where there is no object, or no such member.
  private static func member(_ name: String, of start: Int, in body: Span<UInt8>) -> Int? {
    var cursor = start
    JSONScanner.skipWhitespace(body, &cursor)
    guard cursor < body.count, body[cursor] == UInt8(ascii: "{") else { return nil }
    do throws(JSONSyntaxError) {
      repeat {
        cursor += 1
        JSONScanner.skipWhitespace(body, &cursor)
        guard cursor < body.count, body[cursor] == UInt8(ascii: "\"") else { return nil }
        let key = cursor
        try JSONScanner.skipString(body, &cursor)
        let isWanted = JSONScanner.decodeString(body, key..<cursor) == name
        try JSONScanner.skipColon(body, &cursor)
        JSONScanner.skipWhitespace(body, &cursor)
        if isWanted { return cursor }
        try JSONScanner.skipValue(body, &cursor)
        JSONScanner.skipWhitespace(body, &cursor)
      } while cursor < body.count && body[cursor] == UInt8(ascii: ",")
    } catch {
      return nil
    }
    return nil
  }

  /// The string that begins there, unless it is something else or empty.
  private static func text(at start: Int?, _ body: Span<UInt8>) -> String? {
    guard let start, start < body.count, body[start] == UInt8(ascii: "\"") else { return nil }
    var cursor = start
    guard (try? JSONScanner.skipString(body, &cursor)) != nil else { return nil }
    return JSONScanner.decodeString(body, start..<cursor).flatMap { $0.isEmpty ? nil : $0 }
  }
}
