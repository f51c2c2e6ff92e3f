import ArgumentParser

/// The options of commands that write files.
struct ConfirmationOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Ask nothing, write.")
  var yes = false

  @Flag(help: "Write nothing; print the differences, and exit with 2 if there are any.")
  var dryRun = false
}
