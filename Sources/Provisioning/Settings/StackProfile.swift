/// A part of the stack in containers that runs only where `COMPOSE_PROFILES` asks for it.
public enum StackProfile: String, Sendable, CaseIterable {
  /// Caddy in front: HTTPS, and requests shared out to several gateways.
  case tls
  /// `agentproxy-setup proxy` in LiteLLM's place.
  case embedded
}
