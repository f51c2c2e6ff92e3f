extension CodexModels {
  /// The catalog that makes Codex know the gateway's models and no others: what `model_catalog_json` names.
  ///
  /// A model that Codex knows, by the name clients use or by the provider's, keeps its traits. Any other gets cautious
  /// ones. What only the vendor's own servers understand is switched off for all.
  ///
  /// - Parameter models: in the order in which Codex's picker is to show them. The first is what Codex starts with if
  ///   its configuration names none.
  /// - Returns: the file. Equal models give equal bytes.
  public func catalog(of models: [GatewayModel]) -> [UInt8] {
    let lent = lentEntry()
    let entries = models.enumerated().map { JSONValue.object(entry($1, priority: $0 + 1, lent)) }
    return JSONValue.object(["models": .array(entries)]).documentBytes + "\n".utf8
  }

  private func entry(_ model: GatewayModel, priority: Int, _ lent: [String: JSONValue]) -> [String: JSONValue] {
    var entry = known(as: model, lent) ?? lent.merging(Self.cautiousTraits(model)) { $1 }
    if !model.speaksResponses { entry.merge(Self.chatTraits) { $1 } }
    entry.merge(Self.safe) { $1 }
    entry["slug"] = .string(model.name)
    entry["display_name"] = .string(model.name)
    entry["description"] = .string("Served by the gateway.")
    entry["priority"] = .integer(Int64(priority))
    return entry
  }

  /// The entry of a model that Codex knows, made to work with plain tools.
  private func known(as model: GatewayModel, _ lent: [String: JSONValue]) -> [String: JSONValue]? {
    for name in [model.name, model.upstream] {
      let slugs = entries.compactMap { $0["slug"]?.text } + traits.keys
      guard let slug = slugs.filter({ Self.isVariant(name, of: $0) }).max(by: { $0.utf8.count < $1.utf8.count })
      else { continue }
      return entries.first { $0["slug"]?.text == slug } ?? lent.merging(traits[slug] ?? [:]) { $1 }
    }
    return nil
  }

  /// Whether `name` is `slug` or begins with it, as dated names do: `gpt-5.5-2026-04-01`. A name space before it
  /// (`openai/gpt-5.5`) says whose the model is.
  private static func isVariant(_ name: String, of slug: String) -> Bool {
    let base = name.split(separator: "/").last ?? ""
    guard base.hasPrefix(slug) else { return false }
    guard let next = base.dropFirst(slug.count).first else { return true }
    return "-:@".contains(next)
  }

  /// The entry that lends itself to other models, without the name of the model that its instructions were written for.
  private func lentEntry() -> [String: JSONValue] {
    var entry = entries[0]
    if let instructions = entry["base_instructions"]?.text {
      entry["base_instructions"] = .string(instructions.replacing(#/ based on GPT-\d+(\.\d+)*/#, with: ""))
    }
    return entry
  }

  /// Traits that a model needs not have to work with them.
  ///
  /// A model without any reasoning levels would not do: Codex (0.163) writes `model_reasoning_effort = "none"` when such
  /// a model is picked, and sends that. With levels but no default, nothing is sent until the user chooses one.
  private static func cautiousTraits(_ model: GatewayModel) -> [String: JSONValue] {
    let window: JSONValue = .integer(model.kind == .anthropic ? 200_000 : 128_000)
    return chatTraits.merging(
      [
        "context_window": window,
        "max_context_window": window,
        "default_reasoning_level": .null,
        "supported_reasoning_levels": .array(
          [("low", "Answers sooner"), ("medium", "Thinks longer"), ("high", "Thinks longest")].map {
            .object(["effort": .string($0), "description": .string($1)])
          }
        ),
        "supports_image_detail_original": .bool(false),
      ]
    ) { $1 }
  }

  /// Patches as a tool with a grammar, and verbosity, exist in the responses format alone. Without the tool, Codex
  /// still understands `apply_patch` as a shell command.
  private static let chatTraits: [String: JSONValue] = [
    "apply_patch_tool_type": .null,
    "support_verbosity": .bool(false),
    "default_verbosity": .null,
  ]

  /// What makes an entry work at any endpoint: no tools but plain functions, nothing that is billed or served by the
  /// vendor only, no advertising of other models.
  private static let safe: [String: JSONValue] = [
    "additional_speed_tiers": .array([]),
    "availability_nux": .null,
    "default_reasoning_summary": .string("none"),
    "experimental_supported_tools": .array([]),
    "multi_agent_version": .string("disabled"),
    "node_repl_auto_review_required": .bool(false),
    "prefer_websockets": .bool(false),
    "service_tiers": .array([]),
    "supported_in_api": .bool(true),
    "supports_reasoning_effort_updates": .bool(false),
    "supports_search_tool": .bool(false),
    "tool_mode": .string("direct"),
    "upgrade": .null,
    "use_responses_lite": .bool(false),
    "visibility": .string("list"),
  ]
}
