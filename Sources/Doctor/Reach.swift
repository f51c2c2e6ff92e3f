/// How far a check goes to find out.
public enum Reach: String, Sendable, Encodable {
  /// It looks at this machine's files and programs, and opens no connection.
  case local
  /// It looks at this machine alone as well, but for longer than a moment: `--no-network` leaves it out too.
  case slow
  /// It opens connections, be it to the gateway on this machine. Costs nothing.
  case network
  /// It asks a model, which spends a few tokens.
  case live
}
