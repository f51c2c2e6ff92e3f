import ConfigEdit
import Testing

/// An element of an array is known by one of its strings.
struct JSONElementTests {
  private static let ours = ConfigPath([.element(key: "name", value: "agentproxy")])
  private static let object = "{\n  \"name\": \"agentproxy\",\n  \"models\": []\n}"

  @Test(arguments: cases)
  func elementsAreAddedAndReplaced(_ item: JSONCase) throws { try item.run() }

  private static let cases = [
    JSONCase(
      "nothing",
      ours,
      to: object,
      in: "",
      gives: """
        [
          {
            "name": "agentproxy",
            "models": []
          }
        ]

        """
    ),
    JSONCase(
      "an empty array",
      ours,
      to: object,
      in: "[]\n",
      gives: """
        [
          {
            "name": "agentproxy",
            "models": []
          }
        ]

        """
    ),
    JSONCase(
      "another element",
      ours,
      to: object,
      in: "[\n\t{\n\t\t\"name\": \"other\" // theirs\n\t} // end\n]",
      gives: """
        [
        \t{
        \t\t"name": "other" // theirs
        \t}, // end
        \t{
        \t\t"name": "agentproxy",
        \t\t"models": []
        \t}
        ]
        """
    ),
    JSONCase(
      "minified",
      ours,
      to: object,
      in: "[{\"name\":\"x\"}]",
      gives: """
        [{"name":"x"},{"name":"agentproxy","models":[]}]
        """
    ),
    JSONCase(
      "our element",
      ours,
      to: object,
      in: "[1, {\"x\": 1, \"name\": \"agentproxy\"},]",
      gives: """
        [1, {"name": "agentproxy", "models": []},]
        """
    ),
    JSONCase(
      "a key of our element",
      ConfigPath(ours.steps + [.key("models")]),
      to: "[1]",
      in: "[{\"name\": 1}, {\"name\": \"agentproxy\"}]",
      gives: "[{\"name\": 1}, {\"name\": \"agentproxy\", \"models\": [1]}]"
    ),
    JSONCase(
      "a key of an element that is not there",
      ConfigPath(ours.steps + [.key("models")]),
      to: "[1]",
      in: "[{\"name\": \"other\"}]",
      gives: "[{\"name\": \"other\"}, {\"name\": \"agentproxy\", \"models\": [1]}]"
    ),
    JSONCase(
      "the same, minified",
      ConfigPath(ours.steps + [.key("models")]),
      to: "[1]",
      in: "[{\"name\":\"other\"}]",
      gives: "[{\"name\":\"other\"},{\"name\":\"agentproxy\",\"models\":[1]}]"
    ),
    JSONCase(
      "an array that is not there",
      ConfigPath([.key("list")] + ours.steps),
      to: "{\"name\": \"agentproxy\"}",
      in: "{}",
      gives: "{\n  \"list\": [\n    {\"name\": \"agentproxy\"}\n  ]\n}"
    ),
  ]

  @Test func aValueThatIsNotTheElementIsRefused() throws {
    for text in ["{}", "[]", "{\"name\": \"other\"}", "{\"name\": 1}", "\"agentproxy\""] {
      var document = try JSONDocument(parsing: Array("[]".utf8))
      let fault = #expect(throws: ConfigError.self) { try document.set(Self.ours, to: text) }
      #expect(fault?.kind == .syntax && fault?.remedy == "give an object whose name is agentproxy")
      #expect(document.bytes == Array("[]".utf8))
    }
  }

  @Test(arguments: [
    "", "[]", "[{\"name\": \"other\"}]", "// mine\n[\n\t{\n\t\t\"name\": \"other\" // theirs\n\t},\n]\n",
  ])
  func aKeyMakesItsElement(text: String) throws {
    var document = try JSONDocument(parsing: Array(text.utf8))
    let paths = ["vendor", "models"].map { ConfigPath(Self.ours.steps + [.key($0)]) }
    var edits: [KeyEdit] = []
    for path in paths { edits.append(try #require(try document.set(path, to: "\"x\""))) }
    try document.verify(since: Array(text.utf8), owned: paths)
    #expect(document.leaf(at: ConfigPath(Self.ours.steps + [.key("name")]))?.text == "\"agentproxy\"")

    var foreign = document
    let theirs = ConfigPath(Self.ours.steps + [.key("apiKey")])
    #expect(try foreign.set(theirs, to: "\"${input:x}\"") != nil)
    for edit in edits.reversed() {
      #expect(try document.revert(edit))
      #expect(try foreign.revert(edit))
    }
    #expect(document.bytes == Array(text.utf8))
    #expect(foreign.leaf(at: theirs)?.text == "\"${input:x}\"")
  }

  @Test func theKeyThatAnElementIsKnownByDoesNotMakeIt() throws {
    var document = try JSONDocument(parsing: Array("[]".utf8))
    let fault = #expect(throws: ConfigError.self) {
      try document.set(ConfigPath(Self.ours.steps + [.key("name")]), to: "\"agentproxy\"")
    }
    #expect(fault?.kind == .blocked && fault?.remedy == "add the whole element first")
    #expect(document.bytes == Array("[]".utf8))
  }
}
