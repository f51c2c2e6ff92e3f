/// A value of a client's configuration, and where it stands.
struct ClientValue: Equatable {
  /// The value: a string's characters, anything else as it is written.
  let value: String
  /// The file, as the user would name it.
  let file: String
  /// The line, counted from 1.
  let line: Int
}
