/// Whether a value is one that the user was meant to replace.
///
/// Those are values that begin with `your-` or have it behind a `/` or `.` of an address, values that contain
/// `replace-me` or `changeme`, values in angle brackets, and addresses at the hosts that are reserved for examples.
/// Case does not count.
public func isPlaceholder(_ value: String) -> Bool {
  let value = value.lowercased()
  if ["your-", "your_"].contains(where: { value.hasPrefix($0) || value.contains("/\($0)") || value.contains(".\($0)") })
  {
    return true
  }
  if ["replace-me", "replace_me", "replaceme", "changeme", "change-me", "change_me"].contains(where: value.contains) {
    return true
  }
  if value.hasPrefix("<"), value.hasSuffix(">") { return true }
  guard let host = URLParts(value)?.host else { return false }
  return ["example", "example.com", "example.org", "example.net"].contains { host == $0 || host.hasSuffix(".\($0)") }
}
