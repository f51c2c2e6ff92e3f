/// The links of the chain from the machine to the tools, in the order in which they are looked at.
public enum Section: String, Sendable, CaseIterable, Encodable {
  /// The machine and its programs.
  case host
  /// `.env`.
  case env
  /// The files that are made of it.
  case rendered
  /// What answers on the local endpoint.
  case engine
  /// The local endpoint.
  case gateway
  /// Those who answer the models.
  case providers
  /// The tools.
  case clients
  /// The wire formats from end to end.
  case wire
  /// The container to develop in.
  case devcontainer
  /// Settings that are fine each by itself, and wrong together.
  case together

  /// The heading in the report.
  public var title: String {
    switch self {
    case .host: "Host"
    case .env: ".env"
    case .rendered: "Generated files"
    case .engine: "Engine"
    case .gateway: "Gateway"
    case .providers: "Providers"
    case .clients: "Clients"
    case .wire: "Wire formats"
    case .devcontainer: "Devcontainer"
    case .together: "Taken together"
    }
  }
}
