/// The names under which tools are known to the upstream, and the way back.
///
/// Chat Completions and Messages know neither namespaces nor, for most models, tools that take free text, and their
/// names have at most 64 characters. A name is made from the client's alone wherever possible, so that it is the same
/// in every turn.
struct ToolNames: Sendable, Equatable {
  /// What stands behind a name.
  struct Original: Sendable, Equatable {
    let name: ToolName
    let kind: ToolKind
  }

  /// What the upstream's format can say of a tool.
  struct Abilities: Sendable, Equatable {
    var hasNamespaces: Bool
    var hasCustomTools: Bool

    init(_ upstream: WireFormat) {
      hasNamespaces = upstream == .responses
      hasCustomTools = upstream == .responses
    }
  }

  let abilities: Abilities
  private var names: [ToolName: String] = [:]
  private var originals: [String: Original] = [:]
  private var kinds: [ToolName: ToolKind] = [:]

  /// Names that fit go first, so that a tool keeps its own name though another one's flattened name is the same.
  init(_ conversation: Conversation, abilities: Abilities) {
    self.abilities = abilities
    var later: [(ToolName, ToolKind)] = []
    func visit(_ tool: Tool, _ namespace: String?) {
      switch tool {
      case .function(let tool): later.append((ToolName(tool.name, namespace: namespace), .function))
      case .custom(let tool): later.append((ToolName(tool.name, namespace: namespace), .custom))
      case .toolSearch: later.append((ToolName("tool_search"), .toolSearch))
      case .namespace(let name, _, let tools): for tool in tools { visit(tool, name) }
      case .native: break
      }
    }
    for tool in conversation.tools { visit(tool, nil) }
    // Calls of tools that are no longer offered need a name as well.
    for message in conversation.messages {
      for case .toolCall(let call) in message.content.lazy.map(\.content) { later.append((call.name, call.kind)) }
    }
    for (name, kind) in later where isFit(name) { register(name, kind) }
    for (name, kind) in later where !isFit(name) { register(name, kind) }
  }

  /// The name that the upstream knows.
  func upstreamName(of name: ToolName) -> String {
    names[name] ?? fitted(name)
  }

  /// What stands behind the name that the upstream called, or `nil` if no such tool was offered.
  func original(of name: String) -> Original? {
    originals[name]
  }

  /// What the tool is given, of a name that the client used.
  func kind(of name: ToolName) -> ToolKind {
    kinds[name] ?? .function
  }

  private func isFit(_ name: ToolName) -> Bool {
    (name.namespace == nil || abilities.hasNamespaces) && Self.isFit(name.name)
  }

  private mutating func register(_ name: ToolName, _ kind: ToolKind) {
    guard names[name] == nil else { return }
    kinds[name] = kind
    var candidate = fitted(name)
    if !isKeptNatively(name), originals[candidate] != nil {
      candidate = Self.shortened(candidate, hash: StableHash.hex((name.namespace ?? "") + "\u{0}" + name.name))
    }
    names[name] = candidate
    if !isKeptNatively(name) { originals[candidate] = Original(name: name, kind: kind) }
  }

  private func isKeptNatively(_ name: ToolName) -> Bool { name.namespace != nil && abilities.hasNamespaces }

  private func fitted(_ name: ToolName) -> String {
    let flat = isKeptNatively(name) ? name.name : Self.flattened(name)
    if Self.isFit(flat) { return flat }
    return Self.shortened(
      String(decoding: flat.utf8.map { Self.isAllowed($0) ? $0 : 0x5F }, as: UTF8.self),
      hash: StableHash.hex(flat)
    )
  }

  private static func flattened(_ name: ToolName) -> String {
    guard let namespace = name.namespace else { return name.name }
    return namespace.hasSuffix("__") ? namespace + name.name : "\(namespace)__\(name.name)"
  }

  private static func shortened(_ name: String, hash: String) -> String {
    String(decoding: name.utf8.prefix(maximumLength - 17), as: UTF8.self) + "_" + hash
  }

  private static let maximumLength = 64

  private static func isFit(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= maximumLength && name.utf8.allSatisfy(isAllowed)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
