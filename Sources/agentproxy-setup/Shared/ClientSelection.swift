import ArgumentParser
import Provisioning

/// The value of `--clients`.
struct ClientSelection: ExpressibleByArgument {
  /// The clients, each once.
  let clients: [Client]

  /// Those configured if nobody says otherwise.
  static let standard = ClientSelection(clients: Client.standard)

  private init(clients: [Client]) {
    self.clients = clients
  }

  init?(argument: String) {
    if argument == "none" {
      self.init(clients: [])
      return
    }
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let clients = names.compactMap(Client.init(rawValue:))
    guard clients.count == names.count, !clients.isEmpty else { return nil }
    self.init(clients: Client.allCases.filter(clients.contains))
  }

  var defaultValueDescription: String { clients.map(\.rawValue).joined(separator: ",") }
}
