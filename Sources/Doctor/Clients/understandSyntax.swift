internal import ConfigEdit
internal import Diagnostics

/// Reads a client's file, and says what is wrong with it as a check does.
///
/// - Parameters:
///   - file: its name, as it is shown.
///   - work: reads it.
/// - Returns: what was read.
/// - Throws: `Failure` with the line, if it cannot be read.
func understandSyntax<Result>(of file: String, _ work: () throws(ConfigError) -> Result) throws(Failure) -> Result {
  do throws(ConfigError) {
    return try work()
  } catch {
    throw Failure(
      .badInput,
      id: "file.syntax",
      error.message,
      hint: error.remedy ?? "mend the line",
      file: file,
      line: error.line
    )
  }
}
