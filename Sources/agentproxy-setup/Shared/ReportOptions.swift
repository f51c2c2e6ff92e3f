import ArgumentParser

/// The option of commands that report something.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Print the report as JSON.")
  var json = false
}
