public import WireFormats

/// A model as it is to be shown.
public struct ServedModel: Sendable, Equatable {
  /// Someone who answers it.
  public struct Deployment: Sendable, Equatable, Encodable {
    /// The protocol, by the prefix in `litellm_config.yaml`, such as `openai`.
    public let provider: String
    /// The provider's host; `nil` where the answer is a fixed text.
    public let host: String?
    /// The name that the provider knows.
    public let upstreamModel: String
  }

  /// The name that clients use, perhaps with `*`.
  public let name: String
  /// Who answers it; none where the files do not say.
  public var deployments: [Deployment] = []
  /// The formats that its providers speak themselves, as far as the files say. The gateway translates into others.
  public var formats: [WireFormat] = []
  /// The tools that start with it, such as `codex`.
  public var defaultOf: [String] = []

  /// A model of which only the name is known.
  public init(_ name: String) {
    self.name = name
  }

  /// Whether the name stands for any number of models.
  public var isPattern: Bool { name.utf8.contains(UInt8(ascii: "*")) }
}
