extension ComposeStack {
  /// What shows whether the program is there.
  public var versionCommand: [String] { program.versionCommand }

  /// Reads the stack's files with what the environment file says in them, and prints what they come to, secrets and
  /// all. Needs no engine. It is to be run in the clone.
  public var configCommand: [String] { command(["config"]) }
}
