import Foundation
import Testing

extension EndToEndTests {
  /// The benchmarks and the soak run, and what they check is as it should be. Nobody looks at the figures here.
  @Suite(.serialized, .enabled(if: Program.areAvailable(.agentproxySetup, .nginx, .wrk, .cCompiler)))
  struct BenchmarkTests {
    @Test func `script/bench measures, and every body and event through the engine is whole`() async throws {
      try await inScratchFolder { folder in
        let report = folder.appending(path: "report.md")
        let marks = "before\n<!-- results: written by script/bench --report -->\nold\n<!-- end of results -->\nafter\n"
        try marks.write(to: report, atomically: true, encoding: .utf8)
        let arguments = ["--quick", "--only", "requests,translated,streams,held", "--targets", "direct,ours"]
        let raw = folder.appending(path: "raw")
        let outcome = try await run("script/bench", arguments + ["--keep", raw.path, "--report", report.path])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("ours: 41 bodies compared, all equal; 0 requests or streams failed"))
        let figures = try String(contentsOf: raw.appending(path: "raw.tsv"), encoding: .utf8)
        for metric in ["cpu@16", "p50@1", "cpu_translated", "chunk_cpu_translated", "first_ms", "chunk_cpu", "held_mb"]
        {
          #expect(figures.contains("\n\(metric)\tours\t"), "\(figures)")
        }
        #expect(figures.contains("\nheld_lost\tours\t0\n"), "\(figures)")
        let written = try String(contentsOf: report, encoding: .utf8)
        #expect(written.hasPrefix("before\n<!--") && written.hasSuffix("-->\nafter\n"), "\(written)")
        #expect(written.contains("| CPU µs/request, 16 conn. |") && !written.contains("old"), "\(written)")
      }
    }

    @Test func `script/soak loses nothing and leaks nothing`() async throws {
      try await inScratchFolder { folder in
        let outcome = try await run("script/soak", ["--minutes", "0.08", "--keep", folder.path])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains(" ended as they should, 0 did not;"), "\(outcome)")
      }
    }

    private func run(_ script: String, _ arguments: [String]) async throws -> Outcome {
      // The scripts look for Swift, which is where the tests found it.
      let binary = try Program.agentproxySetup.require()
      return try await Command(
        "bash",
        [script] + arguments + ["--binary", binary],
        environment: ProcessInfo.processInfo.environment,
        folder: Checkout.root
      ).run(timeout: .seconds(180))
    }

    private func inScratchFolder(_ body: (URL) async throws -> Void) async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      try await body(folder)
    }
  }
}
