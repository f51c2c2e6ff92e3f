import Diagnostics
import Testing

@testable import Provisioning

struct ProjectTests {
  @Test func theNearestFolderUpwardsIsMeant() throws {
    let clone = try Clone()
    try clone.write("", to: clone.project.path("a/b/file"))
    let current = clone.project.path("a/b")
    #expect(try Project.locate(named: nil, current: current, system: RealSystem()) == clone.project)
    #expect(try Project.locate(named: "..//./..", current: current, system: RealSystem()) == clone.project)
  }

  @Test func noProjectIsWrongUsage() throws {
    let clone = try Clone()
    for named in [nil, clone.home] {
      let failure = #expect(throws: Failure.self) {
        try Project.locate(named: named, current: clone.root, system: RealSystem())
      }
      #expect(failure?.status == .usage)
    }
  }

  @Test func aPathThatIsNoUTF8IsCalledThat() {
    for (named, current) in [(nil, "/nowhere/\u{FFFD}"), ("/nowhere/\u{FFFD}", "/"), (nil, "")] as [(String?, String)] {
      let failure = #expect(throws: Failure.self) {
        try Project.locate(named: named, current: current, system: RealSystem())
      }
      #expect(failure?.diagnostics.first?.id == "project.name")
    }
  }

  @Test func filesAreNamedAsAUserWould() {
    let places = Places(environment: ["HOME": "/home/me"], current: "/home/me/clone")
    #expect(places.display("/home/me/clone/.env") == ".env")
    #expect(places.display("/home/me/.codex/config.toml") == "~/.codex/config.toml")
    #expect(places.display("/home/merry/x") == "/home/merry/x")
    #expect(places.display("/etc/x") == "/etc/x")
  }
}
