internal import Secrets

/// The value of the variable `name` as it may be shown: a secret masked, an address without its user and password.
func maskedValue(_ name: String, _ value: String) -> String {
  guard !value.isEmpty else { return value }
  if SecretNames.contains(name) { return Secret(value).masked }
  guard let parts = URLParts(value), parts.hasCredentials,
    let scheme = value.firstRange(of: "://"),
    let user = value[scheme.upperBound...].prefix(while: { !"/?#".contains($0) }).lastIndex(of: "@")
  else { return value }
  return value[..<scheme.upperBound] + "…" + value[user...]
}
