internal import Diagnostics
internal import DotEnv

/// Warns of the keys that have another value in this shell than in the file.
///
/// Both engines let the shell win, as Compose does: a token exported for something else would go to the provider.
func shadowedKeys(_ document: DotEnvDocument, _ values: DotEnvValues, _ environment: [String: String], file: String)
  -> [Diagnostic]
{
  values.order.compactMap { key in
    guard let value = values[key], !value.isEmpty, let exported = environment[key], exported != value else {
      return nil
    }
    return Diagnostic(
      .warning,
      id: "env.shadowed",
      "\(key) has another value in this shell, and an engine started here would use that one",
      hint: "unset \(key)",
      file: file,
      line: document.lastAssignment(of: key)?.line
    )
  }
}
