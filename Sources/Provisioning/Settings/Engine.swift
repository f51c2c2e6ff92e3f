/// What answers on the local endpoint.
public enum Engine: String, Sendable, CaseIterable {
  /// Compose if Docker is there, embedded otherwise.
  case auto
  /// LiteLLM, PostgreSQL and Redis in containers.
  case compose
  /// `agentproxy-setup proxy` on this machine.
  case embedded
}
