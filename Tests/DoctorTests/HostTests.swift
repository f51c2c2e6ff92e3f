import Doctor
import Testing

/// The machine and its programs.
struct HostTests {
  @Test func gitIsNamedWithItsVersion() async throws {
    let setup = try await Setup()
    let context = setup.context(
      programs: Programs { _, _, _ in .ended(status: 0, output: "git version 2.39.5\n", errors: "") }
    )
    #expect(try await outcome("host.git", context) == .passed("2.39.5"))
  }

  @Test func aMissingGitIsAWarning() async throws {
    let setup = try await Setup()
    let outcome = try await outcome("host.git", setup.context())
    #expect(outcome.status == .warning)
  }
}
