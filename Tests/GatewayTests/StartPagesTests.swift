import Foundation
import Testing

@testable import Gateway

struct StartPagesTests {
  @Test func theCodeThatIsGivenBackRunsOn() throws {
    let before = try residentOfTheProgram()
    #expect(StartPages.release() > 1 << 20)
    let after = try residentOfTheProgram()
    // Other tests run meanwhile and take some back.
    #expect(after < before, "\(before) kB before, \(after) kB after")
    #expect((1...100).map(String.init).joined().utf8.count == 192)
  }

  /// How much of the program's code is in memory, in kB.
  private func residentOfTheProgram() throws -> Int {
    let lines = try String(contentsOfFile: "/proc/self/smaps", encoding: .utf8).split(separator: "\n")
    let program = try #require(lines.first?.split(separator: " ").last)
    let start = try #require(lines.firstIndex { $0.contains(" r-xp ") && $0.hasSuffix(program) })
    let line = try #require(lines[start...].first { $0.hasPrefix("Rss:") })
    return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
  }
}
