/// What answers on the local endpoint.
public enum EngineKind: String, Sendable, Codable, CaseIterable {
  /// LiteLLM, PostgreSQL and Redis in containers.
  case compose
  /// This program.
  case embedded
}
