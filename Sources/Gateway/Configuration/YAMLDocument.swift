import Diagnostics
import Yams

/// A YAML file as nodes that know their place, and what was found while reading them.
///
/// Decoding straight into types would report a wrong value by its path alone; a user wants the line.
struct YAMLDocument {
  let file: String
  let root: Node
  private(set) var findings: [Diagnostic] = []

  init(_ text: String, file: String) throws(Failure) {
    self.file = file
    do {
      // Windows' editors put a mark before the text, which is no part of it.
      let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
      guard let root = try Yams.compose(yaml: text) else {
        throw Failure(.badInput, id: "config.empty", "the file is empty", hint: Self.renderHint, file: file)
      }
      self.root = root
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Self.failure(for: error, file: file)
    }
  }

  static let renderHint = "`agentproxy-setup init` writes a new one"

  mutating func report(
    _ severity: Diagnostic.Severity,
    _ id: String,
    _ message: String,
    hint: String? = nil,
    at node: Node?
  ) {
    findings.append(
      Diagnostic(
        severity,
        id: id,
        Self.printable(message),
        hint: hint,
        file: file,
        line: node?.mark?.line,
        column: node?.mark?.column
      )
    )
  }

  /// A message may quote the file, and what the file says must neither steer a terminal nor look like another message.
  private static func printable(_ message: String) -> String {
    String(
      String.UnicodeScalarView(message.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 })
    )
  }

  /// The pairs of a mapping in their order, or none and an error where it is something else.
  mutating func pairs(_ node: Node?, _ name: String) -> [(key: String, keyNode: Node, value: Node)] {
    guard let node, !Self.isNull(node) else { return [] }
    guard case .mapping(let mapping) = node else {
      report(.error, "config.type", "`\(name)` must be a mapping (`key: value` lines)", at: node)
      return []
    }
    var pairs: [(key: String, keyNode: Node, value: Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        report(.error, "config.type", "a key must be a plain word", at: key)
        continue
      }
      pairs.append((name, key, value))
    }
    return pairs
  }

  /// A scalar's text, or `nil` and an error where it is something else or empty.
  mutating func text(_ node: Node, _ name: String) -> String? {
    guard case .scalar(let scalar) = node else {
      report(.error, "config.type", "`\(name)` must be a single value", at: node)
      return nil
    }
    if scalar.string.contains("${") {
      report(
        .error,
        "config.dollar",
        "`${…}` is not replaced in this file",
        hint: "write `os.environ/NAME` for the value of NAME in .env",
        at: node
      )
      return nil
    }
    guard !Self.isNull(node) else {
      report(.error, "config.type", "`\(name)` has no value", at: node)
      return nil
    }
    return scalar.string
  }

  /// A positive number, rounded up to a whole one.
  mutating func positiveNumber(_ node: Node, _ name: String) -> Int? {
    guard let text = text(node, name) else { return nil }
    guard let number = Double(text), number > 0, number < 1e9 else {
      report(.error, "config.type", "`\(name)` must be a number above 0, not `\(text)`", at: node)
      return nil
    }
    return Int(number.rounded(.up))
  }

  /// A number from `least` on.
  mutating func number(_ node: Node, _ name: String, atLeast least: Double = 0) -> Double? {
    guard let text = text(node, name) else { return nil }
    guard let number = Double(text), number >= least, number < 1e9 else {
      report(.error, "config.type", "`\(name)` must be a number from \(Int(least)) on, not `\(text)`", at: node)
      return nil
    }
    return number
  }

  /// A whole number from zero on.
  mutating func count(_ node: Node, _ name: String, below limit: Int = 1_000_000) -> Int? {
    guard let text = text(node, name) else { return nil }
    guard let number = Int(text), (0..<limit).contains(number) else {
      report(.error, "config.type", "`\(name)` must be a whole number from 0 on, not `\(text)`", at: node)
      return nil
    }
    return number
  }

  /// A time in seconds above zero.
  mutating func seconds(_ node: Node, _ name: String) -> Double? {
    guard let text = text(node, name) else { return nil }
    guard let number = Double(text), number >= 0.001, number < 1e9 else {
      report(.error, "config.type", "`\(name)` must be a number of seconds above 0, not `\(text)`", at: node)
      return nil
    }
    return number
  }

  /// A time such as `30s`, `5m`, `12h`, `7d`, `1w` or `1mo`, as LiteLLM writes them; in seconds.
  mutating func duration(_ node: Node, _ name: String) -> Int? {
    guard let text = text(node, name) else { return nil }
    let units: [(name: String, seconds: Int)] = [
      ("mo", 30 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1),
    ]
    for unit in units where text.hasSuffix(unit.name) {
      guard let number = Int(text.dropLast(unit.name.count)), (1...100_000).contains(number) else { break }
      return number * unit.seconds
    }
    report(.error, "config.duration", "`\(name)` must be a time such as `30s`, `12h` or `7d`, not `\(text)`", at: node)
    return nil
  }

  /// `true` or `false`.
  mutating func flag(_ node: Node, _ name: String) -> Bool? {
    guard let text = text(node, name) else { return nil }
    guard let value = node.bool else {
      report(.error, "config.type", "`\(name)` must be `true` or `false`, not `\(text)`", at: node)
      return nil
    }
    return value
  }

  /// The entries of a list, or none and an error where it is something else.
  mutating func entries(_ node: Node, _ name: String) -> [Node] {
    if Self.isNull(node) { return [] }
    guard case .sequence(let entries) = node else {
      report(.error, "config.type", "`\(name)` must be a list", at: node)
      return []
    }
    return Array(entries)
  }

  static func isNull(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  private static func failure(for error: any Error, file: String) -> Failure {
    let (message, mark): (String, Mark?) =
      switch error {
      case YamlError.scanner(let context, let problem, let mark, _),
        YamlError.parser(let context, let problem, let mark, _),
        YamlError.composer(let context, let problem, let mark, _):
        (context.map { "\(problem) (\($0.text) at line \($0.mark.line))" } ?? problem, mark)
      case YamlError.duplicatedKeysInMapping(let duplicates, let context):
        ("the key `\(duplicates.joined(separator: "`, `"))` stands there twice", context.mark)
      case YamlError.reader(let problem, _, _, _):
        (problem, nil)
      default:
        ("cannot be read as YAML", nil)
      }
    return Failure(
      .badInput,
      id: "config.yaml",
      message,
      hint: "mend the line, or \(renderHint)",
      file: file,
      line: mark?.line,
      column: mark?.column
    )
  }
}
