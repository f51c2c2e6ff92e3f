internal import Diagnostics
internal import DotEnv

/// The file as such: who can read it, how it is written, and who would read it differently.
extension SettingsLint {
  func fileFindings() -> [Diagnostic] {
    accessFindings() + textFindings() + duplicateFindings() + divergenceFindings() + unsetVariableFindings()
  }

  private func accessFindings() -> [Diagnostic] {
    var findings: [Diagnostic] = []
    if let mode = source.mode, mode & 0o077 != 0 {
      let octal = String(mode & 0o777, radix: 8)
      findings.append(
        finding(
          .warning,
          "readable",
          line: nil,
          "other users of this machine may read the file, its mode is \(octal)",
          hint: "chmod 600 \(source.file)"
        )
      )
    }
    if source.isTrackedByGit {
      findings.append(
        finding(
          .warning,
          "tracked",
          line: nil,
          "git tracks the file, so its secrets get into the repository",
          hint: "git rm --cached \(source.file), and replace every token that was committed"
        )
      )
    }
    return findings
  }

  private func textFindings() -> [Diagnostic] {
    guard let document = source.document else { return [] }
    var findings: [Diagnostic] = []
    if document.hasByteOrderMark {
      findings.append(
        finding(
          .warning,
          "byte-order-mark",
          line: 1,
          "the file begins with a byte order mark, which shells take for a part of the first key",
          hint: "sed -i '1s/^\\xEF\\xBB\\xBF//' \(source.file)"
        )
      )
    }
    let bytes = document.bytes
    let lineEnd = bytes.indices.first {
      bytes[$0] == UInt8(ascii: "\n") && $0 > 0 && bytes[$0 - 1] == UInt8(ascii: "\r")
    }
    if let lineEnd {
      findings.append(
        finding(
          .warning,
          "carriage-return",
          line: bytes[..<lineEnd].count { $0 == UInt8(ascii: "\n") } + 1,
          "lines end in CR LF, and shells take the CR for a part of the value",
          hint: "sed -i 's/\\r$//' \(source.file)"
        )
      )
    }
    return findings
  }

  private func duplicateFindings() -> [Diagnostic] {
    var lines: [String: Int] = [:]
    return (source.document?.assignments ?? []).compactMap { assignment in
      guard let earlier = lines.updateValue(assignment.line, forKey: assignment.key) else { return nil }
      return finding(
        .warning,
        "duplicate",
        line: assignment.line,
        "\(shownName(assignment)) is set in line \(earlier) already, and this line wins",
        hint: "remove one of the two"
      )
    }
  }

  private func divergenceFindings() -> [Diagnostic] {
    guard let document = source.document else { return [] }
    return document.assignments.flatMap { assignment in
      document.divergences(of: assignment)
        // The line already has a finding that names the swallowed part as what it is.
        .filter { $0.kind != .variable || !swallowsDollar(assignment) }
        .map { divergence in
          finding(
            .warning,
            "divergent",
            line: assignment.line,
            "not everyone reads \(shownName(assignment)) the same: \(divergence.explanation)",
            hint: divergence.remedy
          )
        }
    }
  }

  private func unsetVariableFindings() -> [Diagnostic] {
    let assignments = source.document?.assignments ?? []
    let explained = Set(assignments.filter(swallowsDollar).map(\.line))
    let secret = Set(assignments.filter { SecretNames.contains($0.key) }.map(\.line))
    return source.values.warnings.filter { !explained.contains($0.line) }
      .map { warning in
        // In a secret, what looks like a variable's name is a part of the secret.
        let name = secret.contains(warning.line) ? "used here" : warning.name
        return finding(
          .warning,
          "unset-variable",
          line: warning.line,
          "the variable \(name) is not set, so nothing is put in its place",
          hint: "set it above this line, or put the value in single quotes if the $ is meant as such"
        )
      }
  }

  /// Whether a finding of its own says that a secret loses a part, because Compose takes it for a variable.
  func swallowsDollar(_ assignment: DotEnvDocument.Assignment) -> Bool {
    linesWithUnsetVariables.contains(assignment.line) && secretKeys.contains(assignment.key)
      && assignments[assignment.key] == assignment
  }

  private func shownName(_ assignment: DotEnvDocument.Assignment) -> String {
    assignment.key.isEmpty ? "the value without a name" : assignment.key
  }
}
