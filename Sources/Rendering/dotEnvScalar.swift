internal import DotEnv

/// Writes `value` so that Docker Compose, python-dotenv and node's dotenv read it back, see `DotEnvWriter`.
func dotEnvScalar(_ value: String) -> String {
  DotEnvWriter.quoted(value)
}
