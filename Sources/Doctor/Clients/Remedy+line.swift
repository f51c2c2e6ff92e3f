extension Remedy {
  /// Takes a line out of a file.
  static func deletingLine(_ line: Int, of file: String) -> Remedy { deletingLines([line], of: file) }

  /// Takes lines out of a file, by the numbers that they have now.
  static func deletingLines(_ lines: [Int], of file: String) -> Remedy {
    let edits = lines.count == 1 ? "\(lines[0])d" : lines.map { "-e \($0)d" }.joined(separator: " ")
    return .command("sed -i \(edits) \(word(file))")
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
        UInt8(ascii: "/"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: ","),
        UInt8(ascii: "="), UInt8(ascii: "@"):
        true
      default: false
      }
    }
    if isPlain { return file }
    let head = file.hasPrefix("~/") ? "~/" : ""
    return head + "'" + file.dropFirst(head.count).replacing("'", with: "'\\''") + "'"
  }
}

extension [Finding] {
  /// The findings, each of which is mended by taking its line out of its file.
  ///
  /// Lines are told by their numbers, which the first that goes changes for those behind it: the first finding of a file
  /// has the command for all of them.
  func deletingTheirLines() -> [Finding] {
    var result = self
    var first: [String: Int] = [:]
    for (index, finding) in enumerated() {
      guard let file = finding.file, let line = finding.line else { continue }
      if let first = first[file] {
        result[index].remedy =
          first == line ? nil : .advice("the command for line \(first) takes this line out as well")
        continue
      }
      first[file] = line
      let lines = Set(filter { $0.file == file }.compactMap(\.line)).sorted()
      result[index].remedy = .deletingLines(lines, of: file)
    }
    return result
  }
}
