// What holds for every input of the TOML editor. script/fuzz builds this with the pure sources and libFuzzer.

/// Called by libFuzzer with one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTOML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let document = try? TOMLDocument(parsing: bytes) else { return 0 }
  precondition(document.bytes == bytes, "the bytes are not those that were read")
  let original = document.leaves
  for leaf in original {
    let found = document.leaf(at: leaf.path)
    precondition(found == leaf, "a leaf is not found at its path")
    precondition(TOMLDocument.isSameValue(leaf.text, leaf.text), "a value does not equal itself")
  }

  let wanted = wantedKeys(beside: original)
  var edited = document
  var edits: [KeyEdit] = []
  for (path, text) in wanted {
    guard let edit = set(path, to: text, in: &edited) else { continue }
    edits.append(edit)
    precondition(isSame(edited.leaf(at: path)?.text, text), "the key does not have the value it was given")
    precondition(others(edited, edits) == others(document, edits), "an edit changed another key")
  }

  var reverted = edited
  for edit in edits.reversed() { revert(edit, in: &reverted) }
  precondition(reverted.bytes == bytes, "taking everything back does not give the same bytes")

  var disordered = edited
  for edit in edits {
    revert(edit, in: &disordered)
    precondition(others(disordered, edits) == others(document, edits), "taking an edit back changed another key")
  }
  let rest = disordered.leaves
  precondition(
    rest.map(\.path) == original.map(\.path)
      && zip(rest, original).allSatisfy { isSame($0.text, $1.text) },
    "taking everything back in another order leaves another document"
  )
  return 0
}

/// Keys that are set in every document, and some that depend on it.
private func wantedKeys(beside leaves: [ConfigLeaf]) -> [(ConfigPath, String)] {
  var wanted: [(ConfigPath, String)] = [
    (["model"], "\"gpt\""),
    (["a"], "[\n  1,  # one\n  \"\"\"two\nlines\"\"\",\n]"),
    (["b", "c"], "{ d = 0x1 }"),
    (["a", "b", "c"], "'x'"),
    (["t", ""], "1979-05-27 07:32:00Z"),
    (["t", "é \"\\\n"], "-inf"),
    (["t", "u", "v", "w"], "true"),
    (["t", "u", "x"], "{}"),
  ]
  for leaf in leaves.prefix(3) + leaves.suffix(3) {
    let parents = Array(leaf.path.steps.dropLast())
    wanted.append((leaf.path, "1_000"))
    wanted.append((ConfigPath(parents + [.key("added")]), "[]"))
    wanted.append((ConfigPath(parents + [.key("deep"), .key("er")]), "1e3"))
  }
  var seen: [ConfigPath] = []
  return wanted.filter { entry in
    // One path within another would be taken back with it.
    guard !seen.contains(where: { $0.contains(entry.0) || entry.0.contains($0) }) else { return false }
    seen.append(entry.0)
    return true
  }
}

/// Sets a key; something in its way is no fault.
private func set(_ path: ConfigPath, to text: String, in document: inout TOMLDocument) -> KeyEdit? {
  do throws(ConfigError) {
    return try document.set(path, to: text)
  } catch {
    precondition(error.kind == .blocked, "\(path): \(error.message)")
    return nil
  }
}

/// Takes an edit back, which must be possible.
private func revert(_ edit: KeyEdit, in document: inout TOMLDocument) {
  do throws(ConfigError) {
    let isReverted = try document.revert(edit)
    precondition(isReverted, "\(edit.path) was not taken back")
  } catch {
    preconditionFailure("\(edit.path): \(error.message)")
  }
}

/// The leaves that the edits have nothing to do with.
private func others(_ document: TOMLDocument, _ edits: [KeyEdit]) -> [String] {
  document.leaves.filter { leaf in
    !edits.contains { $0.path.contains(leaf.path) || leaf.path.contains($0.path) }
  }.map { "\($0.path) = \($0.text)" }
}

private func isSame(_ left: String?, _ right: String) -> Bool {
  left.map { TOMLDocument.isSameValue($0, right) } ?? false
}

extension TOMLDocument {
  /// The other parser is not part of this.
  public static func tree(parsing bytes: [UInt8]) throws(ConfigError) -> ConfigTree {
    .table([:])
  }
}
