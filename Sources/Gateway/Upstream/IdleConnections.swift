/// The idle connections to one upstream. A class, so that its list changes where it is.
final class IdleConnections {
  let endpoint: UpstreamEndpoint
  var connections: [UpstreamConnection] = []

  init(to endpoint: UpstreamEndpoint) {
    self.endpoint = endpoint
  }
}
