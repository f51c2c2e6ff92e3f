import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension EndToEndTests {
  /// A home on a file system of its own that has no room left, or that cannot be written to.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct FullDiskTests {
    /// Runs `body` with the machine's home on a new file system of 256 KiB in memory.
    ///
    /// - Parameter body: gets the machine.
    /// - Returns: whether that is possible here: it takes root, and a container may still not.
    /// - Throws: what `body` throws.
    private func withSmallHome(_ body: (Machine) async throws -> Void) async throws -> Bool {
      var isPossible = true
      try await Machine.with { machine in
        guard mount("none", machine.home.path, "tmpfs", 0, "size=256k") == 0 else {
          isPossible = false
          return
        }
        defer { umount2(machine.home.path, Int32(MNT_DETACH)) }
        try await body(machine)
      }
      return isPossible
    }

    @Test(.enabled(if: getuid() == 0, "only root can mount a file system"))
    func `a full disk is named, and the next run goes on once there is room`() async throws {
      let isPossible = try await withSmallHome { machine in
        let settings = machine.home.appending(path: ".claude/settings.json")
        try FileManager.default.createDirectory(
          at: settings.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        let mine = Data("{ \"permissions\": { \"deny\": [\"Bash\"] } }\n".utf8)
        try mine.write(to: settings)
        let filler = machine.home.appending(path: "filler")
        try Data().write(to: filler)
        let file = try FileHandle(forWritingTo: filler)
        while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
        try file.close()

        let outcome = try await machine.run("init", "--yes")
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.errors.contains("No space left on device"), "\(outcome)")
        #expect(outcome.errors.contains("hint: free some space"), "\(outcome)")
        #expect(try Data(contentsOf: settings) == mine)
        #expect(try FileEntry.all(below: machine.home).keys.filter(WritingScenario.isTemporary) == [])

        try FileManager.default.removeItem(at: filler)
        let next = try await machine.run("init", "--yes")
        #expect(next.status == 0, "\(next)")
        #expect(try Data(contentsOf: settings) != mine)
      }
      if !isPossible { print("skipped: a file system cannot be mounted here") }
    }

    @Test(.enabled(if: getuid() == 0, "only root can mount a file system"))
    func `a home that is read-only is named, and stays as it is`() async throws {
      let isPossible = try await withSmallHome { machine in
        guard mount("none", machine.home.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else {
          throw Failure("cannot remount")
        }
        let outcome = try await machine.run("init", "--yes")
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.errors.contains("Read-only file system"), "\(outcome)")
        #expect(outcome.errors.contains("hint: "), "\(outcome)")
        #expect(try FileEntry.all(below: machine.home).isEmpty)
      }
      if !isPossible { print("skipped: a file system cannot be mounted here") }
    }
  }
}
