import Foundation

/// An HTTP answer, taken apart.
struct Reply {
  /// The status.
  let status: Int
  /// The header fields, their names in lower case.
  let fields: [String: String]
  /// The body without its framing.
  let body: String
  /// Whether the body ends as its framing says.
  let isComplete: Bool

  /// Takes apart what came back.
  init(_ exchange: Exchange) {
    status = exchange.status
    let border = exchange.text.range(of: "\r\n\r\n")
    let head = exchange.text[..<(border?.lowerBound ?? exchange.text.endIndex)]
    var fields: [String: String] = [:]
    for line in head.components(separatedBy: "\r\n").dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
      fields[line[..<colon].lowercased()] = value
    }
    self.fields = fields
    let rest = border.map { String(exchange.text[$0.upperBound...]) } ?? ""
    if fields["transfer-encoding"] == "chunked" {
      (body, isComplete) = Self.unchunked(Array(rest.utf8))
    } else {
      body = rest
      isComplete = fields["content-length"].map { Int($0) == rest.utf8.count } ?? true
    }
  }

  /// A whole answer that nobody sent.
  init(status: Int, fields: [String: String], body: [UInt8]) {
    self.status = status
    self.fields = fields
    self.body = String(decoding: body, as: UTF8.self)
    isComplete = true
  }

  /// The events of a stream that hold JSON objects, and the word of one that does not.
  var events: [(object: [String: Any], word: String?)] {
    body.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("data:") else { return nil }
      let data = line.dropFirst(5).trimmingCharacters(in: .whitespacesAndNewlines)
      let object = try? JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
      return (object ?? [:], object == nil ? data : nil)
    }
  }

  /// Whether it is a stream of events.
  var isStream: Bool { fields["content-type"]?.hasPrefix("text/event-stream") ?? false }

  private static func unchunked(_ bytes: [UInt8]) -> (body: String, isComplete: Bool) {
    var body: [UInt8] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let digits = String(decoding: rest[..<end], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard let size = Int(digits, radix: 16) else { break }
      if size == 0 { return (String(decoding: body, as: UTF8.self), true) }
      body += rest[(end + 1)...].prefix(size)
      rest = rest[(end + 1)...].dropFirst(size + 2)
    }
    return (String(decoding: body, as: UTF8.self), false)
  }
}
