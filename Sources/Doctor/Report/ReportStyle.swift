/// How a report is drawn.
public struct ReportStyle: Sendable {
  /// How much of it there is.
  public enum Volume: Sendable {
    /// What is wrong alone.
    case troubles
    /// Each check that is worth a line.
    case normal
    /// Each check, with its name and its time.
    case everything
  }

  /// How much of it there is.
  public var volume = Volume.normal
  /// Whether its symbols are beyond ASCII.
  public var isUnicode = true
  /// Whether they are coloured.
  public var isColored = false
  /// How many characters fit into a line.
  public var width = 80

  /// The report as it is on a terminal without colours.
  public init() {}

  /// The report as it is passed on: each check, in plain characters.
  public static let forEverybody = {
    var style = ReportStyle()
    style.volume = .everything
    style.isUnicode = false
    style.width = 100
    return style
  }()

  /// The symbol before a check.
  func symbol(_ status: Status) -> String {
    let (symbol, ascii, color) =
      switch status {
      case .passed: ("✓", "[ok]", "32")
      case .note: ("•", "[..]", "36")
      case .warning: ("!", "[!!]", "33")
      case .failed: ("✗", "[XX]", "1;31")
      case .skipped: ("○", "[--]", "2")
      }
    return colored(isUnicode ? symbol : ascii, color)
  }

  /// How wide a symbol is.
  var symbolWidth: Int { isUnicode ? 1 : 4 }

  /// What stands before a remedy.
  var arrow: String { isUnicode ? "→" : "->" }

  /// What stands between parts of a line.
  var separator: String { isUnicode ? " · " : " - " }

  /// A text in the characters that may be used.
  func plain(_ text: String) -> String {
    guard !isUnicode, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.replacing("…", with: "...").map { $0.isASCII ? String($0) : "?" }.joined()
  }

  /// A text in a colour, by the numbers that terminals know.
  func colored(_ text: String, _ color: String) -> String {
    isColored ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
  }
}
