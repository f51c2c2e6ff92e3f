/// `path` as seen from the folder `base`, without `.`, `..` and doubled slashes; `/` itself is empty.
///
/// Symbolic links are not followed, so that messages name a file as the user does.
public func absolutePath(_ path: String, from base: String) -> String {
  var parts: [Substring] = []
  for part in (path.hasPrefix("/") ? path : "\(base)/\(path)").split(separator: "/") {
    switch part {
    case ".": continue
    case "..": _ = parts.popLast()
    default: parts.append(part)
    }
  }
  return parts.map { "/\($0)" }.joined()
}
