import ConfigEdit
import SeededRandom
import Testing

/// A document that two programs change in turns: ours, and others.
struct TOMLInterplay {
  /// The document as it is, and as it would be without us.
  private var shared: TOMLDocument
  private var theirs: TOMLDocument
  private var random: SeededGenerator
  private var edits: [KeyEdit] = []
  /// What we have changed and not taken back, and all that we ever added.
  private var owned: Set<ConfigPath> = []
  private var added: Set<ConfigPath> = []
  private var comments = 0
  /// What was done so far.
  private(set) var steps = 0

  /// Begins with a document.
  init(_ bytes: [UInt8], seed: UInt64) throws {
    shared = try TOMLDocument(parsing: bytes)
    theirs = shared
    random = SeededGenerator(seed: seed)
  }

  /// One change by one of them.
  mutating func step() throws {
    steps += 1
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: try setOurs()
    case 2: try revertOurs()
    case 3: try setTheirs()
    case 4: try writeComment()
    default: try appendTable()
    }
  }

  /// Takes back what is left of ours, and compares.
  mutating func finish() throws {
    while !edits.isEmpty { try revertOurs() }
    let message = "ours:\n\(text(shared))\ntheirs:\n\(text(theirs))"
    #expect(throws: Never.self, "\(message)") {
      try verify(TOMLDocument.self, before: theirs.bytes, after: shared.bytes, owned: Array(added))
    }
    for number in 0..<comments { #expect(text(shared).contains("# note \(number)."), "\(message)") }
  }

  private func text(_ document: TOMLDocument) -> String { String(decoding: document.bytes, as: UTF8.self) }

  /// A path in one of the document's tables or in a new one.
  private mutating func path(_ name: String) -> ConfigPath {
    let tables: [[ConfigPath.Step]] = shared.leaves.map { $0.path.steps.dropLast() }
    let table = Bool.random(using: &random) ? tables.randomElement(using: &random) : nil
    let fresh: [[ConfigPath.Step]] = [[], [.key("both")], [.key("both"), .key("of us")], [.key("t \(steps % 4)")]]
    let number = Int.random(in: 0..<6, using: &random)
    return ConfigPath((table ?? fresh.randomElement(using: &random) ?? []) + [.key("\(name)\(number)")])
  }

  private mutating func value() -> String {
    ["1", "'x'", "[\n  1,\n]", "{ a = 1 }", "true"].randomElement(using: &random) ?? "1"
  }

  private mutating func setOurs() throws {
    let existing = Int.random(in: 0..<3, using: &random) == 0 ? shared.leaves.randomElement(using: &random) : nil
    let path = existing?.path ?? path("ours")
    guard !owned.contains(where: { $0.contains(path) || path.contains($0) }) else { return }
    let before = shared.bytes
    guard let edit = try? shared.set(path, to: value()) else { return }
    owned.insert(path)
    if edit.before == nil { added.insert(path) }
    edits.append(edit)
    try verify(TOMLDocument.self, before: before, after: shared.bytes, owned: [path])
  }

  private mutating func revertOurs() throws {
    guard let index = edits.indices.randomElement(using: &random) else { return }
    let edit = edits.remove(at: index)
    let before = shared.bytes
    #expect(try shared.revert(edit), "\(edit)\n\(text(shared))")
    #expect(shared.leaf(at: edit.path)?.text == edit.before)
    try verify(TOMLDocument.self, before: before, after: shared.bytes, owned: [edit.path])
    owned.remove(edit.path)
  }

  /// The same key in both documents, unless it is in something of ours.
  private mutating func setTheirs() throws {
    let path = path("theirs")
    guard !owned.contains(where: { $0.contains(path) || path.contains($0) }) else { return }
    let (value, untouched) = (value(), theirs)
    do throws(ConfigError) {
      _ = try theirs.set(path, to: value)
      _ = try shared.set(path, to: value)
    } catch {
      theirs = untouched
    }
  }

  /// A comment on a line of its own, or at the end of one.
  private mutating func writeComment() throws {
    var lines = text(shared).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = Int.random(in: 0..<lines.count, using: &random)
    if Bool.random(using: &random) || index == lines.count - 1 {
      lines.insert("# note \(comments).", at: index)
    } else {
      lines[index] += lines[index].last == "\r" ? "" : " # note \(comments)."
    }
    let changed = Array(lines.joined(separator: "\n").utf8)
    // It may have become part of a string.
    guard changed != shared.bytes, let document = try? TOMLDocument(parsing: changed) else { return }
    do { try verify(TOMLDocument.self, before: shared.bytes, after: changed, owned: []) } catch { return }
    // A comment in the middle of our value goes with it.
    guard owned.allSatisfy({ document.leaf(at: $0)?.text == shared.leaf(at: $0)?.text }) else { return }
    shared = document
    comments += 1
  }

  /// A table at the end of both documents.
  private mutating func appendTable() throws {
    let table = Array("\n# note \(comments).\n[appended.\"\(comments)\"]\nby = 'them'\n".utf8)
    theirs = try TOMLDocument(parsing: theirs.bytes + table)
    shared = try TOMLDocument(parsing: shared.bytes + table)
    comments += 1
  }
}
