internal import Tables
internal import WireFormats

/// What `models list` shows.
public struct ModelReport: Sendable, Equatable {
  /// Where the names come from.
  public enum Source: String, Sendable, Encodable {
    /// A running gateway.
    case gateway
    /// `litellm_config.yaml` or `.env`, as no gateway runs.
    case files
  }

  /// Where the names come from.
  public let source: Source
  /// The models.
  public private(set) var models: [ServedModel]

  /// Reports `models`.
  ///
  /// - Parameters:
  ///   - source: where the names come from.
  ///   - models: the models.
  ///   - defaults: the tools, and the models that they start with.
  public init(_ source: Source, _ models: [ServedModel], defaults: [(tool: String, model: String)]) {
    self.source = source
    self.models = models
    for (tool, model) in defaults {
      // A name of its own counts before a pattern.
      let index = models.firstIndex { $0.name == model } ?? models.firstIndex { $0.serves(model) }
      if let index { self.models[index].defaultOf.append(tool) }
    }
  }

  /// The report as a table.
  ///
  /// - Parameter width: how many characters fit into a line; `nil` for any number.
  /// - Returns: the lines.
  public func text(width: Int?) -> String {
    var table = TextTable([
      .init("model"), .init("provider"), .init("host", expendability: 2), .init("known there as", expendability: 1),
      .init("formats"), .init("default of"),
    ])
    for model in models {
      let names = Self.distinct(model.deployments.map(\.upstreamModel)).filter { $0 != model.name }
      table.add([
        model.name,
        Self.joined(Self.distinct(model.deployments.map(\.provider))),
        Self.joined(Self.distinct(model.deployments.compactMap(\.host))),
        names.joined(separator: ", "),
        Self.joined(model.formats.map(\.rawValue)),
        model.defaultOf.joined(separator: ", "),
      ])
    }
    return table.text(width: width)
  }

  private static func joined(_ texts: [String]) -> String { texts.isEmpty ? "–" : texts.joined(separator: ", ") }

  private static func distinct(_ texts: [String]) -> [String] {
    texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
