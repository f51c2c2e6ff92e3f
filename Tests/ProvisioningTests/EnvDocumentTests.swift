import ConfigEdit
import Provisioning
import Testing

/// A `.env` file keeps the contract of a configuration document.
struct EnvDocumentTests {
  private static let original = """
    # KEY=example

    export BASE='http://a' # the gateway
    TWICE=1
    TWICE=2
    INHERITED
    last
    """
  private let owned: [ConfigPath] = [["KEY"], ["BASE"], ["TWICE"], ["INHERITED"], ["NEW"]]

  @Test func editsAreVerifiedAndTakenBack() throws {
    let before = Array(Self.original.utf8)
    var document = try EnvDocument(parsing: before)
    var edits: [KeyEdit] = []
    for path in owned { edits.append(try #require(try document.set(path, to: "'the value'"))) }
    #expect(
      String(decoding: document.bytes, as: UTF8.self) == """
        # KEY=example
        KEY='the value'

        export BASE='the value' # the gateway
        TWICE=1
        TWICE='the value'
        INHERITED='the value'
        NEW='the value'
        last
        """
    )
    try verify(EnvDocument.self, before: before, after: document.bytes, owned: owned)
    for edit in edits.reversed() { #expect(try document.revert(edit)) }
    #expect(document.bytes == before)
  }

  @Test func everyOtherChangeIsNoticed() throws {
    let before = Array(Self.original.utf8)
    for changed in ["TWICE=1\nBASE=x\n", "export BASE='http://a'\nTWICE=3\nINHERITED\nlast", ""] {
      #expect(throws: ConfigError.self) {
        try verify(EnvDocument.self, before: before, after: Array(changed.utf8), owned: [["KEY"], ["NEW"]])
      }
    }
  }

  @Test func leavesAreTheLinesThatCount() throws {
    let leaves = try EnvDocument(parsing: Array(Self.original.utf8)).leaves
    #expect(
      leaves == [
        ConfigLeaf(path: ["BASE"], text: "'http://a'", line: 3), ConfigLeaf(path: ["TWICE"], text: "2", line: 5),
      ]
    )
  }

  @Test func whatIsNoPlainKeyIsRefused() throws {
    var document = try EnvDocument(parsing: [])
    for path: ConfigPath in [[], ["a", "b"], ["A B"], ConfigPath([.element(key: "a", value: "b")])] {
      let fault = #expect(throws: ConfigError.self) { try document.set(path, to: "v") }
      #expect(fault?.kind == .blocked && fault?.remedy != nil)
      #expect(document.leaf(at: path) == nil)
    }
    let fault = #expect(throws: ConfigError.self) { try EnvDocument(parsing: Array("A=1\nB='secret".utf8)) }
    #expect(fault?.kind == .syntax && fault?.line == 2)
    #expect(fault?.message.contains("secret") == false)
  }
}
