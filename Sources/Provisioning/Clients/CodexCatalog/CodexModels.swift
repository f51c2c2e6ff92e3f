#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The models that the installed Codex brings with it, as far as they help to describe the gateway's.
///
/// Codex (0.163) describes most of its models for its own vendor's servers: the tools are called from JavaScript
/// (`tool_mode` `code_mode_only`), and are not in the request's `tools` (`use_responses_lite`). No third-party endpoint
/// knows that. Entries for plain tools are kept whole; of the others only what they say about the model itself.
public struct CodexModels: Sendable, Equatable, Decodable {
  /// What an entry says about the model, whatever way it is talked to.
  private static let traitKeys: Set<String> = [
    "context_window", "max_context_window", "effective_context_window_percent", "default_reasoning_level",
    "supported_reasoning_levels", "support_verbosity", "default_verbosity", "input_modalities",
    "supports_image_detail_original",
  ]

  /// Whole entries, without the parts that are left out of every catalog. The first one lends itself to every model
  /// that has none of its own, so that there is always one.
  let entries: [[String: JSONValue]]
  /// The traits of the other models, by the model's name.
  let traits: [String: [String: JSONValue]]

  /// Reads what `codex debug models --bundled` prints.
  ///
  /// - Throws: ``CodexCatalogError`` if there is nothing in it to make a catalog of.
  public init(bundled: [UInt8]) throws(CodexCatalogError) {
    guard let catalog = try? JSONDecoder().decode(Catalog.self, from: Data(bundled)) else { throw .unreadable }
    let usable = catalog.models.filter {
      $0["slug"]?.text != nil && $0["base_instructions"]?.text?.isEmpty == false
    }
    .sorted { Self.rank($0) < Self.rank($1) }
    guard let best = usable.first else { throw .noInstructions }
    let plain = usable.filter(Self.hasPlainTools)
    entries = (plain.isEmpty ? [best] : plain).map { $0.filter { !Self.leftOut.contains($0.key) } }
    var traits: [String: [String: JSONValue]] = [:]
    for entry in usable where !Self.hasPlainTools(entry) {
      traits[entry["slug"]?.text ?? ""] = entry.filter { Self.traitKeys.contains($0.key) }
    }
    self.traits = traits
  }

  /// What only concerns the vendor's own servers, or offers other models of the vendor. The messages are variants of
  /// the instructions that nobody asks for without the vendor's features.
  private static let leftOut: Set<String> = [
    "model_messages", "comp_hash", "default_service_tier", "model_specialty", "multi_agent_reasoning_effort",
    "minimal_client_version", "available_in_plans",
  ]

  /// Visible entries first, in the order in which Codex shows them.
  private static func rank(_ entry: [String: JSONValue]) -> (Int, Int64, String) {
    (entry["visibility"]?.text == "list" ? 0 : 1, entry["priority"]?.int ?? .max, entry["slug"]?.text ?? "")
  }

  private static func hasPlainTools(_ entry: [String: JSONValue]) -> Bool {
    let mode = entry["tool_mode"] ?? .null
    return entry["use_responses_lite"] != .bool(true) && (mode == .null || mode == .string("direct"))
  }

  private struct Catalog: Decodable {
    let models: [[String: JSONValue]]
  }
}
