internal import Diagnostics
internal import DotEnv

/// A `.env` file read, with what it says.
struct EnvironmentFile {
  /// The file's text, or an empty one if there is no file.
  let document: DotEnvDocument
  /// What the text says.
  let values: DotEnvValues
  /// The file as it is on disk; `nil` if there is none.
  let state: FileState?

  /// Reads the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the absolute path.
  ///   - fallback: read instead where there is no such file.
  ///   - places: how messages name the files.
  ///   - environment: the process's environment, for the variables used in values.
  ///   - system: where to read.
  /// - Returns: the file.
  /// - Throws: `Failure` if the file cannot be read or Compose would refuse it.
  static func read(
    _ path: String,
    fallback: String? = nil,
    _ places: Places,
    environment: [String: String],
    _ system: some System
  ) throws(Failure) -> EnvironmentFile {
    let state = try readOrFail(path, system)
    var bytes = state?.bytes
    var name = places.display(path)
    if bytes == nil, let fallback {
      bytes = try readOrFail(fallback, system)?.bytes
      name = places.display(fallback)
    }
    let document = try understand(name) { () throws(DotEnvError) in try DotEnvDocument(parsing: bytes ?? []) }
    let values = try understand(name) { () throws(DotEnvError) in try document.resolve(environment: environment) }
    return EnvironmentFile(document: document, values: values, state: state)
  }

  /// Turns what is wrong with a file into what a command prints.
  static func understand<Result>(
    _ file: String,
    _ work: () throws(DotEnvError) -> Result
  ) throws(Failure) -> Result {
    do throws(DotEnvError) {
      return try work()
    } catch {
      throw Failure(
        .badInput,
        id: "env.syntax",
        error.message,
        hint: error.remedy,
        file: file,
        line: error.line
      )
    }
  }
}
