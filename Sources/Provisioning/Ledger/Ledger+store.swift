internal import Diagnostics

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Ledger {
  /// Reads the ledger, and settles what a killed run left open.
  ///
  /// - Parameters:
  ///   - places: where it is.
  ///   - system: where to read.
  /// - Returns: the ledger; an empty one if there is none.
  /// - Throws: `Failure` if it cannot be read. It is never replaced by an empty one: what was there before would be lost.
  static func read(in places: Places, _ system: some System) throws(Failure) -> Ledger {
    guard let state = try readOrFail(places.ledger, system) else { return Ledger() }
    let ledger: Ledger
    do {
      ledger = try JSONDecoder().decode(Ledger.self, from: Data(state.bytes))
    } catch {
      throw Failure(
        .badInput,
        id: "ledger.unreadable",
        "the record of what was written cannot be read",
        hint: "move the file away to go on without; what was written before cannot be undone then",
        file: places.display(places.ledger)
      )
    }
    guard ledger.schemaVersion == 1 else {
      throw Failure(
        .badInput,
        id: "ledger.newer",
        "the record of what was written is that of a newer agentproxy-setup",
        hint: "use the newer program",
        file: places.display(places.ledger)
      )
    }
    return try ledger.settled(system)
  }

  /// The ledger as it is stored.
  ///
  /// - Throws: never in practice: every field can be encoded.
  func encoded() throws(Failure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + Array("\n".utf8)
    } catch {
      throw Failure(.failed, id: "ledger.encoding", "the record of what is written cannot be made: \(error)")
    }
  }

  /// The ledger without open entries: one whose write took place counts, one whose write did not is dropped.
  private func settled(_ system: some System) throws(Failure) -> Ledger {
    var ledger = self
    ledger.pending = []
    for file in pending {
      let bytes = try readOrFail(file.path, system)?.bytes
      if let bytes, contentHash(bytes) == file.hash {
        ledger[file.path] = file
      } else if let bytes, let format = file.format, let document = try? format.open(bytes, name: file.path) {
        // Written, and changed by somebody else before it could be noted: each key tells for itself.
        var settled =
          ledger[file.path] ?? LedgerFile(path: file.path, format: format, isCreated: false, hash: file.hash)
        settled.isCreated = false
        for key in file.keys where LedgerFile.holds(key, document) {
          settled.keys.removeAll { $0.path == key.path }
          settled.keys.append(key)
        }
        if !settled.keys.isEmpty { ledger[file.path] = settled }
      }
    }
    return ledger
  }
}
