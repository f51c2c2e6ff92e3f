/// How many tokens a prompt has, for providers that cannot be asked.
///
/// Four bytes of text or JSON are taken for a token, which is what English and code come to with most models, and each
/// image or document for 1600, as much as Anthropic counts for a large picture. Other scripts have more tokens than
/// that, so clients that must not exceed a limit should leave a margin.
public enum TokenEstimate {
  /// What an image or a document counts for.
  static let media = 1600

  /// The estimate for a request.
  ///
  /// - Parameter request: the body of a Messages or count-tokens request, or of one in OpenAI's formats.
  /// - Returns: the tokens, at least 1.
  /// - Throws: a 400 if the body is not JSON.
  public static func tokens(in request: Span<UInt8>) throws(ErrorReply) -> Int {
    let body: JSON
    do throws(JSONSyntaxError) {
      body = try JSON(parsing: request)
    } catch {
      throw ErrorReply(.invalidRequest, "the request's body is not JSON: \(error)")
    }
    var count = Count()
    for member in body.members ?? [] where contents.contains(member.key) { count.add(member.value) }
    return max(1, count.bytes / 4 + count.media * media)
  }

  /// The fields that the model reads.
  private static let contents: Set<String> = ["system", "messages", "tools", "instructions", "input"]

  private struct Count {
    var bytes = 0
    var media = 0

    mutating func add(_ value: JSON) {
      switch value {
      case .null, .bool: bytes += 4
      case .number(let number): bytes += number.text.utf8.count
      case .string(let text):
        if text.utf8.starts(with: "data:".utf8) { media += 1 } else { bytes += text.utf8.count }
      case .array(let elements): for element in elements { add(element) }
      case .object(let members):
        if value["type"] == "base64" {
          media += 1
          return
        }
        for member in members {
          bytes += member.key.utf8.count + 4
          add(member.value)
        }
      }
    }
  }
}
