import Diagnostics

/// Finds what is wrong with a file.
struct SettingsLint {
  let source: SettingsSource
  let settings: Settings

  func run() -> [Diagnostic] { [] }
}
