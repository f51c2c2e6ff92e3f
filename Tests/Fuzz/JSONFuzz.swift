/// Any bytes: they are refused, or they can be edited and the edits taken back. Compiled together with the sources it
/// tests, see script/fuzz.
///
/// The first byte says which edits are made, the rest is the document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first, let document = try? JSONDocument(parsing: Array(input.dropFirst())) else { return 0 }
  checkReading(document)
  checkEditing(document, choice)
  return 0
}

private let edits: [(path: ConfigPath, text: String)] = [
  (["a"], "1"),
  (["a", "b"], "\"x\""),
  (["env", "KEY"], "\"value\""),
  (["hooks"], "{\n  \"PreToolUse\": [\n    { \"x\": \"y\" }\n  ],\n  \"e\": {}\n}"),
  (ConfigPath([.element(key: "name", value: "x")]), "{\n  \"name\": \"x\",\n  \"models\": []\n}"),
  (ConfigPath([.key("a"), .element(key: "a", value: "")]), "{\"a\": \"\"}"),
  (ConfigPath([.element(key: "name", value: "y"), .key("models"), .key("b")]), "null"),
]

/// Whatever is read can be asked for, and its values are the same as themselves.
private func checkReading(_ document: JSONDocument) {
  let text = String(decoding: document.bytes, as: UTF8.self)
  precondition(Array(text.utf8) == document.bytes, "not valid UTF-8")
  for leaf in document.leaves {
    precondition(leaf.line >= 1 && !leaf.text.isEmpty, "a leaf that is nowhere")
    precondition(JSONDocument.isSameValue(leaf.text, leaf.text + " "), "a value differs from itself")
  }
}

/// Edits give their keys the values, leave all other leaves alone, and can be taken back to the byte, in the right order;
/// in the wrong order the document stays valid.
private func checkEditing(_ original: JSONDocument, _ choice: UInt8) {
  var document = original
  var made: [KeyEdit] = []
  for (index, edit) in edits.enumerated() where choice & 1 << UInt8(index) != 0 {
    let before = document
    guard let done = try? document.set(edit.path, to: edit.text) else {
      precondition(document.bytes == before.bytes, "a refused edit has changed the document")
      continue
    }
    made.append(done)
    precondition(document.leaf(at: edit.path)?.text == done.written, "the value is not there")
    precondition(JSONDocument.isSameValue(done.written, edit.text), "another value is there")
    checkOthers(before, document, edit.path)
  }
  var scrambled = document
  for edit in made { _ = try? scrambled.revert(edit) }
  if choice & 0x80 != 0 { checkForeignEdit(document, made) }
  for edit in made.reversed() {
    guard (try? document.revert(edit)) == true else { preconditionFailure("an edit cannot be taken back") }
  }
  precondition(document.bytes == original.bytes, "taking back gives another document")
}

/// The leaves outside of `path` are the same before and after.
private func checkOthers(_ before: JSONDocument, _ after: JSONDocument, _ path: ConfigPath) {
  func others(_ document: JSONDocument) -> [String] {
    document.leaves.filter { !path.contains($0.path) && !$0.path.contains(path) }.map { "\($0.path) \($0.text)" }
  }
  if path.steps.allSatisfy({ if case .key = $0 { true } else { false } }) {
    precondition(others(before) == others(after), "an edit has changed another value")
  }
}

/// With a key of somebody else's among ours, only ours go.
private func checkForeignEdit(_ document: JSONDocument, _ made: [KeyEdit]) {
  var document = document
  guard (try? document.set(["a", "foreign"], to: "true")) != nil else { return }
  for edit in made.reversed() where !["a", "a.b"].contains(edit.path.description) {
    _ = try? document.revert(edit)
  }
  precondition(document.leaf(at: ["a", "foreign"])?.text == "true", "somebody else's key is gone")
}

extension JSONDocument {
  /// What the contract asks for and fuzzing does without: the other parser.
  public static func tree(parsing bytes: [UInt8]) throws(ConfigError) -> ConfigTree { .table([:]) }
}
