public import Diagnostics

/// What is known of the files that were written for the clients on this machine, for who looks and does not write.
public struct ConfiguredClients: Sendable {
  private let ledger: Ledger
  private let places: Places

  /// Reads the notes of what was written.
  ///
  /// - Parameters:
  ///   - places: where they are.
  ///   - system: where to read.
  /// - Throws: `Failure` if they cannot be read.
  public init(in places: Places, _ system: some System) throws(Failure) {
    ledger = try Ledger.read(in: places, system)
    self.places = places
  }

  /// The absolute paths of the clients' files that were written, wherever the clients kept them at that time.
  public var paths: [String] { ledger.files.filter { $0.project == nil }.map(\.path) }

  /// Whether `client` was configured where it keeps its files now.
  public func contains(_ client: Client) -> Bool {
    switch client {
    case .codex, .claude: Client.configured(in: places, ledger).contains(client)
    case .copilot: places.codeFolders.contains { ledger[CopilotPlaces.models(in: $0)] != nil }
    case .copilotLegacy:
      ClientFile.all(of: client, in: places, codeFolders: places.codeFolders).contains { ledger[$0.path] != nil }
    }
  }

  /// What `init` would write into the files of a client.
  ///
  /// - Parameters:
  ///   - client: the client.
  ///   - configuration: what it has to know.
  ///   - codex: what the Codex on this machine knows of models.
  ///   - system: where to look.
  /// - Returns: what happens to each file.
  /// - Throws: `Failure` if a file cannot be read or edited.
  public func changes(
    of client: Client,
    _ configuration: ClientConfiguration,
    _ codex: InstalledCodex,
    on system: some System
  ) throws(Failure) -> [FileChange] {
    try planClients([client], configuration, codex, ledger, in: places, system).changes
  }
}
