extension Remedy {
  /// Takes a line out of a file.
  static func deletingLine(_ line: Int, of file: String) -> Remedy {
    .command("sed -i \(line)d \(word(file))")
  }

  /// Replaces a word in a line of a file.
  static func replacing(_ old: String, with new: String, inLine line: Int, of file: String) -> Remedy {
    .command("sed -i '\(line)s/\(old)/\(new)/' \(word(file))")
  }

  /// A file's name as a shell takes it for one word, the home folder's `~` unquoted.
  static func word(_ file: String) -> String {
    let isPlain = file.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: ","):
        true
      default: false
      }
    }
    if isPlain { return file }
    let head = file.hasPrefix("~/") ? "~/" : ""
    return head + "'" + file.dropFirst(head.count).replacing("'", with: "'\\''") + "'"
  }
}
