import DotEnv

/// Reads one file after another, as Compose does with several `--env-file` options.
func read(_ files: [String], environment: [String: String] = [:]) -> Result<DotEnvValues, DotEnvError> {
  Result { () throws(DotEnvError) in
    var values = DotEnvValues.empty
    for file in files {
      values = try DotEnvDocument(parsing: Array(file.utf8)).resolve(environment: environment, earlier: values)
    }
    return values
  }
}
