/// The name of an image in containers, such as `ghcr.io/berriai/litellm-database:v1.106.2`.
struct ImageReference: Equatable {
  /// The name without its tag: `ghcr.io/berriai/litellm-database`.
  let repository: String
  /// The tag: `v1.106.2`; `latest` if none is named, as everywhere. A digest comes behind it: `v1.106.2@sha256:…`.
  let tag: String

  /// Takes a name apart.
  init(_ text: String) {
    let name = text.prefix { $0 != "@" }
    let digest = text[name.endIndex...]
    // Before the last slash a colon belongs to a port.
    let start = name.lastIndex(of: "/") ?? name.startIndex
    if let colon = name[start...].firstIndex(of: ":") {
      repository = String(name[..<colon])
      tag = String(name[name.index(after: colon)...] + digest)
    } else {
      repository = String(name)
      tag = "latest\(digest)"
    }
  }
}
