import ConfigEdit
import Testing

/// Others edit the file between our edits and their undoing: what is theirs is as they left it, what is ours is gone.
struct JSONForeignTests {
  private static let ours: [(path: ConfigPath, text: String)] = [
    (["ours"], "1"),
    (["env", "OURS"], "\"x\""),
    (["made", "by us", "OURS"], "{\n  \"a\": 1\n}"),
    (["made", "OURS"], "[\n  1\n]"),
  ]
  private static let theirs: [ConfigPath] = [
    ["theirs"], ["env", "THEIRS"], ["made", "theirs"], ["made", "by us", "theirs"], ["b"], ["x y", "theirs"],
  ]

  @Test func onlyOursGoes() throws {
    var maker = JSONMaker(seed: 3)
    var (foreign, left) = (0, 0)
    for _ in 0..<500 {
      let text = maker.document()
      var document = try JSONDocument(parsing: Array(text.utf8))
      // The same file if we had never been there.
      var expected = document
      var made: [KeyEdit] = []
      for step in 0..<12 {
        if maker.once(in: 2) {
          let key = maker.pick(Self.ours)
          if let edit = try? document.set(key.path, to: key.text) { made.append(edit) }
        } else if maker.once(in: 5) {
          document = try rewritten(document, &maker)
        } else {
          let path = maker.pick(Self.theirs)
          // Where something of ours is in their way, or in ours something of theirs, the two files part.
          let (wasThere, canBe) = (document, expected)
          let isThere = (try? document.set(path, to: "\(step)")) != nil
          let couldBe = (try? expected.set(path, to: "\(step)")) != nil
          if isThere, couldBe { foreign += 1 } else { (document, expected) = (wasThere, canBe) }
        }
      }
      let before = String(decoding: document.bytes, as: UTF8.self)
      for edit in made.reversed() { left += try document.revert(edit) ? 0 : 1 }
      let message = "\(text)\n\(before)\n\(String(decoding: document.bytes, as: UTF8.self))"
      #expect(try isSame(document, expected), "\(message)")
    }
    #expect(foreign > 1000)
    #expect(left == 0)
  }

  /// Whether two documents say the same, apart from objects with nothing in them.
  private func isSame(_ left: JSONDocument, _ right: JSONDocument) throws -> Bool {
    func tree(_ document: JSONDocument) throws -> ConfigTree {
      withoutEmpties(try JSONDocument.tree(parsing: document.bytes))
    }
    return try tree(left) == tree(right)
  }

  private func withoutEmpties(_ tree: ConfigTree) -> ConfigTree {
    guard case .table(let members) = tree else { return tree }
    return .table(members.mapValues(withoutEmpties).filter { $0.value != .table([:]) })
  }

  /// The document as a program writes it that knows no style but its own, or with remarks in new places.
  private func rewritten(_ document: JSONDocument, _ maker: inout JSONMaker) throws -> JSONDocument {
    let text = String(decoding: document.bytes, as: UTF8.self)
    if maker.once(in: 2), !text.contains("/") {
      return try JSONDocument(parsing: Array(text.utf8.filter { $0 != 10 && $0 != 13 }))
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 3, !text.contains("/*") else { return document }
    let place = maker.number(below: lines.count - 1)
    let changed = lines[...place] + ["// a remark"] + lines[(place + 1)...]
    return (try? JSONDocument(parsing: Array(changed.joined(separator: "\n").utf8))) ?? document
  }
}
