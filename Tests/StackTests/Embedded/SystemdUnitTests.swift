import Testing

@testable import Stack

struct SystemdUnitTests {
  @Test func theUnitIsAsShown() throws {
    let supervisor = SpawnedProgram(
      path: "/home/me/my tools/agentproxy-setup",
      arguments: ["supervise", "--project", "/home/me/100% \"mine\"/$x"],
      environment: ["SECRET": "sk-0123456789"]
    )
    let unit = SystemdUnit(supervisor, folder: "/home/me/100%")
    try expectGolden("agentproxy.service", unit.text)
    #expect(SystemdUnit.isOurs(Array(unit.text.utf8)))
    #expect(!SystemdUnit.isOurs(Array("[Unit]\n".utf8)))
  }
}
