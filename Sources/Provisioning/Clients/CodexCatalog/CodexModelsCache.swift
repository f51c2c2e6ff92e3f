#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What an installed Codex knew when it was last asked.
struct CodexModelsCache: Equatable, Decodable {
  /// Which Codex was asked.
  let program: CodexProgram
  /// What it knows.
  let models: CodexModels

  /// The content of the cache's file.
  var bytes: [UInt8] {
    let document = JSONValue.object([
      "program": .object([
        "path": .string(program.path),
        "target": .string(program.target),
        "size": .integer(program.size),
        "modified": .integer(program.modified),
        "changed": .integer(program.changed),
      ]),
      "models": .object([
        "entries": .array(models.entries.map(JSONValue.object)),
        "traits": .object(models.traits.mapValues(JSONValue.object)),
      ]),
    ])
    return document.documentBytes + "\n".utf8
  }

  /// Pairs the two.
  init(program: CodexProgram, models: CodexModels) {
    self.program = program
    self.models = models
  }

  /// Reads the cache's file; `nil` if it is not one, or says nothing of use.
  init?(_ bytes: [UInt8]) {
    guard let cache = try? JSONDecoder().decode(CodexModelsCache.self, from: Data(bytes)), !cache.models.entries.isEmpty
    else { return nil }
    self = cache
  }
}
