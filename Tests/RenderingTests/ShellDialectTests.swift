import Foundation
import Rendering
import Testing

struct ShellDialectTests {
  /// The real shells read the words; one that is not installed cannot be asked.
  @Test(arguments: ShellDialect.allCases)
  func theShellReadsBackTheValue(_ dialect: ShellDialect) throws {
    let places = ["/bin/", "/usr/bin/", "/usr/local/bin/"].map { $0 + dialect.rawValue }
    guard let shell = places.first(where: FileManager.default.isExecutableFile(atPath:)) else { return }
    // The shells read bytes; a value of many, with a mark between them that no value holds.
    let values = hostileValues(count: 200, seed: 7)
    let commands = try values.map { value in
      let command = try #require(dialect.export("VALUE", value))
      return command + "\nprintf '%s\\036\\036' \"$VALUE\""
    }
    let process = Process()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-c", commands.joined(separator: "\n")]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let read = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let expected = values.map { $0 + "\u{1E}\u{1E}" }.joined()
    #expect(read == Data(expected.utf8))
  }

  @Test func eachShellHasItsOwnWords() {
    #expect(ShellDialect.bash.export("A", "it's \\") == #"export A='it'\''s \'"#)
    #expect(ShellDialect.zsh.export("A", "it's \\") == #"export A='it'\''s \'"#)
    #expect(ShellDialect.fish.export("A", "it's \\") == #"set -gx A 'it\'s \\'"#)
    #expect(ShellDialect.fish.unset("A") == "set -e A")
    #expect(ShellDialect.bash.unset("A") == "unset A")
  }

  @Test(arguments: ["", "1A", "A B", "A;id", "A[$(id)]", "a-b", "a.b", "é", "A=B"])
  func namesThatAShellWouldReadOtherwiseAreRefused(name: String) {
    for dialect in ShellDialect.allCases {
      #expect(dialect.export(name, "x") == nil)
      #expect(dialect.unset(name) == nil)
    }
  }

  @Test func noShellHoldsANul() {
    #expect(ShellDialect.bash.export("A", "a\u{0}b") == nil)
  }
}
