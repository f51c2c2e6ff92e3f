extension Client {
  /// The clients that were configured on this machine, by the notes of what was written.
  static func configured(in places: Places, _ ledger: Ledger) -> [Client] {
    allCases.filter { client in
      ClientFile.all(of: client, in: places).contains { ledger[$0.path] != nil }
    }
  }
}
