/// A table for a terminal: a heading, rows, columns as wide as their widest text, and no lines.
public struct TextTable: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// On which side the texts stand.
    public enum Side: Sendable { case left, right }

    /// The heading.
    public var heading: String
    /// On which side the texts stand: numbers on the right.
    public var side: Side
    /// What goes first where there is not room for all: the column with the highest number; `0` never goes.
    public var expendability: Int
    /// Whether its texts may be cut so that nothing else has to go.
    public var mayBeCut: Bool

    /// A column under a heading.
    public init(_ heading: String, _ side: Side = .left, expendability: Int = 0, mayBeCut: Bool = false) {
      self.heading = heading
      self.side = side
      self.expendability = expendability
      self.mayBeCut = mayBeCut
    }
  }

  private static let gap = 2
  /// Less of a text than this says nothing.
  private static let shortestCut = 14

  private let columns: [Column]
  private var rows: [[String]] = []

  /// A table without rows.
  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row.
  ///
  /// - Parameter texts: one for each column.
  public mutating func add(_ texts: [String]) {
    rows.append(texts)
  }

  /// The table as text.
  ///
  /// - Parameter width: how many characters fit into a line; `nil` for any number. Columns that may go do so until it
  ///   fits.
  /// - Returns: the lines, each with an end.
  public func text(width: Int? = nil) -> String {
    let (shown, widths) = columns(fitting: width)
    return ([columns.map(\.heading)] + rows).map { line($0, shown, widths) }.joined()
  }

  /// How many columns there are in ``text(width:)``.
  public func columnCount(width: Int?) -> Int { columns(fitting: width).shown.count }

  private func columns(fitting width: Int?) -> (shown: [Int], widths: [Int]) {
    var shown = Array(columns.indices)
    var widths = columns.indices.map { index in
      ([columns[index].heading] + rows.map { $0[index] }).map(\.count).max() ?? 0
    }
    while let width {
      let excess = shown.map { widths[$0] }.reduce(0, +) + Self.gap * (shown.count - 1) - width
      guard excess > 0 else { break }
      if let index = shown.first(where: { columns[$0].mayBeCut && widths[$0] - excess >= Self.shortestCut }) {
        widths[index] -= excess
        break
      }
      let first = shown.filter { columns[$0].expendability > 0 }
        .max { columns[$0].expendability < columns[$1].expendability }
      guard let first else { break }
      shown.removeAll { $0 == first }
    }
    return (shown, widths)
  }

  private func line(_ texts: [String], _ shown: [Int], _ widths: [Int]) -> String {
    let cells = shown.map { index in
      let isCut = texts[index].count > widths[index]
      let text = isCut ? texts[index].prefix(widths[index] - 1) + "…" : texts[index]
      let blank = String(repeating: " ", count: widths[index] - text.count)
      return columns[index].side == .left ? text + blank : blank + text
    }
    var line = cells.joined(separator: String(repeating: " ", count: Self.gap))
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
