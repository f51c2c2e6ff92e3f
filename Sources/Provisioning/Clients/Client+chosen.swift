public import Diagnostics

extension Client {
  /// The clients that were chosen on this machine, in this run of `init` or that.
  ///
  /// - Parameters:
  ///   - places: where the notes of what was written are.
  ///   - system: where to read.
  /// - Returns: each once; `nil` if nobody has chosen yet.
  /// - Throws: `Failure` if the notes cannot be read.
  public static func chosen(in places: Places, _ system: some System) throws(Failure) -> [Client]? {
    chosen(try Ledger.read(in: places, system))
  }

  static func chosen(_ ledger: Ledger) -> [Client]? {
    if let clients = ledger.clients { return clients }
    // Notes from before choices were kept: nobody was asked then.
    return ledger.files.contains { $0.project == nil } ? standard : nil
  }
}
