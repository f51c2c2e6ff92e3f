public import Diagnostics
internal import Subprocess

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What the Codex on this machine knows of models.
public enum InstalledCodex: Sendable, Equatable {
  /// There is no Codex.
  case absent
  /// There is one, and these are its models.
  case models(CodexModels)
  /// There is one that did not say; a warning that says what follows.
  case silent(Diagnostic)

  /// Finds out, asking the program itself unless it is the one that was asked last.
  ///
  /// Codex is not given the user's configuration: it is asked for the models it was built with, and would otherwise
  /// answer with the ones configured, or not at all where the configuration is broken. It is given no variable but
  /// those it needs to be found and run, as the environment may hold tokens. It makes no connection.
  ///
  /// - Parameters:
  ///   - environment: the process's environment.
  ///   - cache: the absolute path of the file that keeps the answer.
  ///   - system: reads and writes that file. A cache that cannot be written is only slower.
  ///   - patience: how long to wait for the answer.
  /// - Returns: what came of it; nothing here is a reason to fail.
  public static func find(
    environment: [String: String],
    cache: String,
    _ system: some System,
    patience: Duration = .seconds(10)
  ) async -> InstalledCodex {
    guard let program = CodexProgram.find(in: environment["PATH"] ?? "") else { return .absent }
    let kept = (try? system.read(cache)).flatMap(\.self)?.bytes
    if let models = remembered(kept, of: program) { return .models(models) }

    guard let answer = await ask(program, environment, patience) else {
      return silent(program, "it printed no list of models within \(patience.components.seconds) seconds")
    }
    do throws(CodexCatalogError) {
      let models = try CodexModels(bundled: answer)
      try? system.replace(cache, kept, with: CodexModelsCache(program: program, models: models).bytes, mode: 0o600)
      return .models(models)
    } catch {
      return silent(program, "\(error)")
    }
  }

  /// What was kept of the last answer, without asking anybody.
  ///
  /// - Parameters:
  ///   - environment: the process's environment.
  ///   - cache: the absolute path of the file that keeps the answer.
  ///   - system: reads that file.
  /// - Returns: `nil` if the Codex that is installed is not the one that was asked last.
  public static func remembered(
    environment: [String: String],
    cache: String,
    _ system: some System
  ) -> InstalledCodex? {
    guard let program = CodexProgram.find(in: environment["PATH"] ?? "") else { return .absent }
    return remembered((try? system.read(cache)).flatMap(\.self)?.bytes, of: program).map(InstalledCodex.models)
  }

  private static func remembered(_ kept: [UInt8]?, of program: CodexProgram) -> CodexModels? {
    guard let known = kept.flatMap(CodexModelsCache.init), known.program == program else { return nil }
    return known.models
  }

  private static func silent(_ program: CodexProgram, _ reason: String) -> InstalledCodex {
    .silent(
      Diagnostic(
        .warning,
        id: "codex.models",
        "Codex (\(program.path)) was asked for the models it knows, but \(reason)",
        hint: "its model picker shows other models than the gateway's until init is run with a Codex that answers "
          + "\"codex debug models --bundled\""
      )
    )
  }

  /// The program's answer; `nil` if there is none.
  private static func ask(
    _ program: CodexProgram,
    _ environment: [String: String],
    _ patience: Duration
  ) async -> [UInt8]? {
    // Codex makes folders in its home, which must not be the user's.
    let home = FileManager.default.temporaryDirectory.appending(path: "agentproxy-codex-\(UUID().uuidString)")
    guard (try? FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)) != nil else {
      return nil
    }
    defer { try? FileManager.default.removeItem(at: home) }
    // Its own folder first: it is this one that is meant. The others have what it may need to start, such as Node.
    let searchPath = program.path.dropLast("/codex".count) + ":" + (environment["PATH"] ?? "")
    let passed = environment.filter { ["HOME", "LANG", "TMPDIR"].contains($0.key) }
      .merging(["CODEX_HOME": home.path, "PATH": String(searchPath)]) { $1 }
    let variables = Environment.custom(passed.map { Array("\($0)=\($1)\0".utf8) })
    return await withTaskGroup(of: [UInt8]?.self) { group in
      group.addTask {
        let result = try? await run(
          .name("codex"),
          arguments: ["debug", "models", "--bundled"],
          environment: variables,
          output: .bytes(limit: 64 << 20),
          error: .discarded
        )
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput
      }
      group.addTask {
        try? await Task.sleep(for: patience)
        return nil
      }
      let answer = await group.next() ?? nil
      // Ends the child process if it is the one that is late.
      group.cancelAll()
      return answer
    }
  }
}
