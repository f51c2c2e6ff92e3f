/// The Swift source that declares `embedded`, the list of `files` with their contents.
func swiftSource(of files: [EmbeddedFile]) -> String {
  // Longer than any run of `#` in the files, so that nothing in them can end a literal or begin an interpolation.
  let longestRun = files.map { max(longestRunOfHashes($0.text), longestRunOfHashes($0.path)) }.max() ?? 0
  let fence = String(repeating: "#", count: longestRun + 1)
  var source = "let embedded: [(path: StaticString, text: StaticString)] = [\n"
  for file in files {
    // The literal's own last line end is not part of it; the text's last one therefore needs another.
    source += "  (\(fence)\"\(file.path)\"\(fence), \(fence)\"\"\"\n\(file.text)\n\"\"\"\(fence)),\n"
  }
  return source + "]\n"
}

private func longestRunOfHashes(_ text: String) -> Int {
  var longest = 0
  var run = 0
  for byte in text.utf8 {
    run = byte == UInt8(ascii: "#") ? run + 1 : 0
    longest = max(longest, run)
  }
  return longest
}
