/// What a TOML document is made of, with the place of every part.
///
/// Tables, groups and values refer to each other by their position in these arrays, which keeps the structure flat.
struct TOMLSyntax: Sendable {
  /// The tables; the first is the root.
  var tables = [TOMLTable(form: .root, group: 0)]
  /// The groups; the sections among them are in the document's order, the first holds what is above all headers.
  var groups = [TOMLGroup(table: 0, place: .root)]
  /// The values.
  var values: [TOMLValue] = []
  /// What only TOML 1.1 knows, and what 1.0 has in its place.
  var newerForms: [TOMLNewerForm] = []
}

/// Something that TOML 1.0 writes in another way.
struct TOMLNewerForm: Sendable {
  /// Where it is.
  var span: Range<Int>
  /// The same in TOML 1.0.
  var older: String
}

/// A table, whichever way it is written.
struct TOMLTable: Sendable {
  /// The ways to write a table.
  enum Form: Sendable {
    /// The document itself.
    case root
    /// Under a header of its own.
    case header
    /// Only named on the way to another in a header: `a` in `[a.b]`.
    case implicit
    /// Named on the way to a key: `a` in `a.b = 1`.
    case dotted
    /// Between braces.
    case inline
    /// Under a header with double brackets.
    case element
  }

  /// How it is written.
  var form: Form
  /// The group in which its keys are; `nil` if it can have no keys of its own so far.
  var group: Int?
  /// What it holds.
  var members: [TOMLKey: TOMLMember] = [:]
}

/// What a table holds under one key.
struct TOMLMember: Sendable {
  /// The kinds of content.
  enum Content: Sendable {
    /// A table that is not between braces.
    case table(Int)
    /// Tables under double brackets, of which this is the last.
    case tables(last: Int)
    /// A value, and which entry of which group it is.
    case value(Int, group: Int, entry: Int)
  }

  /// Where the key is named first.
  var offset: Int
  /// What it stands for.
  var content: Content
}

/// Assignments that stand together: above all headers, under one header, or between the braces of one inline table.
struct TOMLGroup: Sendable {
  /// Where a group can be.
  enum Place: Sendable {
    /// Above all headers.
    case root
    /// Under a header; `isElement` if it has double brackets.
    case header(TOMLHeader, isElement: Bool)
    /// Between braces, which are the first and the last byte of this range.
    case braces(Range<Int>)
  }

  /// The table that the keys belong to.
  var table: Int
  /// Where it is.
  var place: Place
  /// The assignments in order.
  var entries: [TOMLEntry] = []

  /// The header that it is under.
  var header: TOMLHeader? {
    if case .header(let header, _) = place { header } else { nil }
  }
}

/// The line `[a.b]`.
struct TOMLHeader: Sendable {
  /// From the beginning of the line to behind its end.
  var line: Range<Int>
  /// From the first to the last bracket.
  var brackets: Range<Int>
  /// The parts of the key.
  var keys: [TOMLKeyPart]
  /// Where the comment on the line begins.
  var comment: Int?
}

/// One assignment.
struct TOMLEntry: Sendable {
  /// From the beginning of its first line to behind the end of its last; between braces, from key to value.
  var line: Range<Int>
  /// The parts of the key.
  var keys: [TOMLKeyPart]
  /// The value.
  var value: Int
  /// Where the comment behind the value begins.
  var comment: Int?
}

/// One part of a key in its place.
struct TOMLKeyPart: Sendable {
  /// The name.
  var key: TOMLKey
  /// Its bytes, with quotes.
  var span: Range<Int>
}

/// A value in its place.
struct TOMLValue: Sendable {
  /// The kinds of value.
  enum Content: Sendable {
    /// One that holds no others.
    case scalar(TOMLScalar)
    /// The elements.
    case array([Int])
    /// The table between braces.
    case table(Int)
  }

  /// Its bytes.
  var span: Range<Int>
  /// What it is.
  var content: Content
}
