/// The gateway's models as a group of VS Code's `chatLanguageModels.json`, where Copilot's chat finds models of the
/// user's own.
///
/// The file is an array of groups. VS Code (1.122 and later) tells them apart by vendor and name, ignores keys it does
/// not know, and writes the whole file anew when a group is changed in its interface. The group's `apiKey` is VS Code's
/// to write: it names an entry of the system's keyring, and a key that stands in the file itself is not read.
public struct CopilotGroup: Sendable, Equatable {
  /// The name of the group, which the model picker shows.
  public static let name = "agentproxy"
  /// The part of VS Code that serves models from any address.
  public static let vendor = "customendpoint"

  /// The models.
  public var models: [GatewayModel]
  /// Where the gateway is, without `/v1`.
  public var baseURL: String

  /// Pairs the two.
  public init(models: [GatewayModel], baseURL: String) {
    self.models = models
    self.baseURL = baseURL
  }

  /// The JSON text of the group's `models`, at the margin, two spaces a level.
  public var modelsText: String {
    JSONValue.array(models.map { .object(entry($0)) }).document
  }

  /// The whole file, for where there is none.
  public var file: String {
    let group: JSONValue = .object([
      "name": .string(Self.name),
      "vendor": .string(Self.vendor),
      "models": .array(models.map { .object(entry($0)) }),
    ])
    return JSONValue.array([group]).document + "\n"
  }

  /// What VS Code has to know about one model.
  ///
  /// OpenAI-like models are asked for chat completions, which every provider of theirs has; in the responses format VS
  /// Code relies on the provider keeping each answer. The address is given in full and the format besides: versions
  /// differ in which of the two they go by.
  private func entry(_ model: GatewayModel) -> [String: JSONValue] {
    let isAnthropic = model.kind == .anthropic
    return [
      "id": .string(model.name),
      "name": .string(model.name),
      "url": .string(baseURL + (isAnthropic ? "/v1/messages" : "/v1/chat/completions")),
      "apiType": .string(isAnthropic ? "messages" : "chat-completions"),
      "toolCalling": .bool(true),
      "vision": .bool(isAnthropic || model.upstream.hasPrefix("gpt-")),
      "maxInputTokens": .integer(isAnthropic ? 180_000 : 112_000),
      "maxOutputTokens": .integer(16_000),
    ]
  }
}
