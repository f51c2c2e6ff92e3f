/// A file's content as it can stand in a multi-line string literal.
struct EmbeddedFile {
  /// Why a file cannot be embedded.
  enum Refusal: Error, CustomStringConvertible {
    case notUTF8(String)
    case carriageReturn(String, line: Int)

    var description: String {
      switch self {
      case .notUTF8(let path): "\(path): not UTF-8"
      // Swift reads every line end of a literal as `\n`: the file would not come back as it was.
      case .carriageReturn(let path, let line): "\(path):\(line): a carriage return, use plain line feeds"
      }
    }
  }

  let path: String
  let text: String

  init(path: String, bytes: [UInt8]) throws(Refusal) {
    if let place = bytes.firstIndex(of: 0x0D) {
      let line = bytes[..<place].count { $0 == 0x0A } + 1
      throw .carriageReturn(path, line: line)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(path) }
    self.path = path
    self.text = text
  }
}
