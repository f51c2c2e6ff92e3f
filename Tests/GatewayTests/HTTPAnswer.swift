import Foundation

/// An HTTP answer read from the wire.
struct HTTPAnswer {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: [UInt8]
  /// Whether the body came to its proper end.
  let isComplete: Bool

  init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (
        name: parts[0].lowercased(), value: parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      )
    }
    let rest = Array(bytes[end.upperBound...])
    if fields.contains(where: { $0 == ("transfer-encoding", "chunked") }) {
      (body, isComplete) = Self.unchunked(rest)
    } else if let length = fields.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) {
      (body, isComplete) = (Array(rest.prefix(length)), rest.count >= length)
    } else {
      (body, isComplete) = (rest, true)
    }
    self.status = status
    headers = fields
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  func json() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
  }

  private static func unchunked(_ bytes: [UInt8]) -> ([UInt8], Bool) {
    var body: [UInt8] = []
    var rest = bytes[...]
    while let lineEnd = rest.firstRange(of: Array("\r\n".utf8)) {
      let line = String(decoding: rest[..<lineEnd.lowerBound], as: UTF8.self)
      guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else { break }
      if size == 0 { return (body, true) }
      guard rest.endIndex - lineEnd.upperBound >= size + 2 else { break }
      body += rest[lineEnd.upperBound..<lineEnd.upperBound + size]
      rest = rest[(lineEnd.upperBound + size + 2)...]
    }
    return (body, false)
  }
}
