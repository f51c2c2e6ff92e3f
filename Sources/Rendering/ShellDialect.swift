/// A shell that can read an assignment and keep it for the programs it starts.
public enum ShellDialect: String, Sendable, CaseIterable {
  /// GNU Bash, and every other shell that follows POSIX.
  case bash
  /// Z shell.
  case zsh
  /// Fish.
  case fish

  /// The command that sets `name` to exactly `value` for the programs the shell starts.
  ///
  /// - Returns: the command, or `nil` where no shell can do it: `name` is not an identifier (and might be a command
  ///   substitution), or `value` holds a NUL.
  public func export(_ name: String, _ value: String) -> String? {
    guard Self.isIdentifier(name), !value.utf8.contains(0) else { return nil }
    return switch self {
    case .bash, .zsh: "export \(name)=\(quoted(value))"
    case .fish: "set -gx \(name) \(quoted(value))"
    }
  }

  /// The command that makes the shell forget `name`, or `nil` if `name` is not an identifier.
  public func unset(_ name: String) -> String? {
    guard Self.isIdentifier(name) else { return nil }
    return switch self {
    case .bash, .zsh: "unset \(name)"
    case .fish: "set -e \(name)"
    }
  }

  /// `value` as one word, read literally.
  public func quoted(_ value: String) -> String {
    var word = "'"
    for scalar in value.unicodeScalars {
      switch (self, scalar) {
      case (.bash, "'"), (.zsh, "'"): word += "'\\''"
      case (.fish, "'"), (.fish, "\\"): word += "\\\(scalar)"
      default: word.unicodeScalars.append(scalar)
      }
    }
    return word + "'"
  }

  private static func isIdentifier(_ name: String) -> Bool {
    let isLetter: (UInt8) -> Bool = { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
