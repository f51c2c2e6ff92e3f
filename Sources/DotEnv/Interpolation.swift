/// A text with its variables expanded by the rules of Compose's templates.
///
/// `$NAME` and `${NAME}` stand for a variable, `${NAME:-text}` and `${NAME-text}` for a default if it is empty or
/// unset (unset alone without the colon), `${NAME:+text}` and `${NAME+text}` for a replacement if it is there,
/// `${NAME:?text}` and `${NAME?text}` for an error if it is not, `$$` for a dollar sign. The texts may hold variables
/// themselves. Inserted values are not looked at again.
///
/// Two limits, which Compose does not have, keep hostile input from running away: ``maximumDepth`` and
/// ``maximumInsertedBytes``. Within them, time is linear in the size of the template and of what is inserted.
public struct Interpolation: Sendable, Equatable {
  /// How deep a variable may be nested in the texts of other variables.
  public static let maximumDepth = 16
  /// How many bytes variables may insert into one template, or into all the values of one file: 4 MiB, which is more
  /// than Linux hands to a process as its environment.
  public static let maximumInsertedBytes = 4 << 20

  /// The expanded text.
  public let text: String
  /// The variables that had no value and were replaced by nothing, in the order of their first use. Variables with an
  /// operator are not among them, because their text says what to do then.
  public let unset: [String]

  /// Expands a template.
  ///
  /// - Parameters:
  ///   - template: the text with variables.
  ///   - lookup: the value of a variable, or `nil` if it is unset.
  /// - Throws: ``DotEnvError`` for a malformed variable, a missing required one, or a limit exceeded.
  public init(_ template: String, lookup: (String) -> String?) throws(DotEnvError) {
    var interpolator = Interpolator(template: Array(template.utf8), budget: Self.maximumInsertedBytes)
    try interpolator.run(lookup)
    text = interpolator.text
    unset = interpolator.unset
  }
}
