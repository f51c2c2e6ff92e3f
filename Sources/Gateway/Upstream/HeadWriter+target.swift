import WireFormats

extension HeadWriter {
  /// Writes the target of a request to an upstream: its prefix, the format's path, and the client's own query.
  mutating func target(_ endpoint: UpstreamEndpoint, _ format: WireFormat, query: Substring) {
    text(endpoint.pathPrefix)
    text(format.path)
    guard !query.isEmpty else { return }
    raw("?")
    text(String(query))
  }
}
