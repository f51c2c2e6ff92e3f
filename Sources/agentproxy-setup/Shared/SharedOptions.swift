import ArgumentParser

/// The options that every command has.
struct SharedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of the clone; default: the nearest one upwards with .env.example.", valueName: "dir")
  )
  var project: String?

  @Option(help: ArgumentHelp("The environment file; default: .env in the clone.", valueName: "file"))
  var envFile: String?

  @Flag(help: "Print no colours. The variable NO_COLOR does the same.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Print warnings and errors alone.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also print what stays as it is.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }
}
