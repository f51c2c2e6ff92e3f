/// JSON text in one form: without white space, with the members of each object in the order of their names, and with
/// each string written in one way. Two requests that mean the same have the same text.
///
/// Numbers stay as they were written: whether `1.0` and `1` are the same is the provider's matter.
public struct CanonicalJSON: Sendable {
  /// The text.
  public let bytes: [UInt8]

  /// Whether only texts that mean the same have this one. Half a surrogate pair is no character: whatever stands in its
  /// place here stands in the place of others too.
  public var isExact: Bool { bytes.firstRange(of: "\u{FFFD}".utf8) == nil }

  /// Rewrites `body`.
  ///
  /// - Parameters:
  ///   - body: JSON text.
  ///   - dropped: the names of the members of the outermost object that are left out.
  /// - Throws: ``JSONSyntaxError`` where it is no JSON.
  public init(_ body: Span<UInt8>, dropping dropped: Set<String> = []) throws(JSONSyntaxError) {
    var value = try JSON(parsing: body)
    if !dropped.isEmpty, let members = value.members {
      value = .object(members.filter { !dropped.contains($0.key) })
    }
    var writer = JSONWriter()
    writer.value(value.sorted)
    bytes = writer.bytes
  }
}

extension JSON {
  /// The same value with the members of each object in the order of their names. Of those with the same name each stays
  /// before the next: readers differ in which one counts.
  fileprivate var sorted: JSON {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let members):
      .object(
        members.enumerated()
          .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
          .map { Member($0.element.key, $0.element.value.sorted) }
      )
    default: self
    }
  }
}
