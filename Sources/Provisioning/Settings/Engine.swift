/// What answers on the local endpoint.
public enum Engine: String, Sendable, CaseIterable {
  /// Embedded if that is up, else compose where containers work, else embedded.
  case auto
  /// LiteLLM, PostgreSQL and Redis in containers.
  case compose
  /// `agentproxy-setup proxy` on this machine.
  case embedded
}
