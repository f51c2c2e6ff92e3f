/// A line of one of the repository's files as it may be shown: a secret that somebody wrote into it is masked.
///
/// - Parameter line: the line.
/// - Returns: the line; without the value if that of a secret's name does not just name a variable.
func shownRepositoryLine(_ line: String) -> String {
  guard let end = line.firstIndex(where: { $0 == ":" || $0 == "=" }),
    let name = line[..<end].split(separator: " ").last, SecretNames.contains(String(name))
  else { return line }
  let value = line[line.index(after: end)...].drop { " \t\"'".contains($0) }
  let isName = value.isEmpty || ["os.environ/", "${", "#"].contains { value.hasPrefix($0) }
  return isName ? line : line[...end] + " …"
}
