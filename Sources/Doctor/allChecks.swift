/// Every check, by section and in the order of the report.
public let allChecks: [(section: Section, checks: [any Check])] = Section.allCases.map { ($0, $0.checks) }

extension Section {
  /// The checks of the section.
  fileprivate var checks: [any Check] {
    switch self {
    case .host: hostChecks
    case .env: envChecks
    case .rendered: renderedChecks
    case .engine: engineChecks
    case .gateway: gatewayChecks
    case .providers: providerChecks
    case .clients: codexChecks + claudeChecks + copilotChecks + leakChecks
    case .wire: wireChecks
    case .devcontainer: devcontainerChecks
    case .together: togetherChecks
    }
  }
}
