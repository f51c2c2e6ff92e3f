import Testing

/// Expects that a client talked to the proxy, and to nobody outside this machine.
///
/// - Parameters:
///   - connections: as watched.
///   - port: the proxy's.
///   - location: of the test.
func expectLoopbackOnly(
  _ connections: Connections,
  port: Int,
  location: SourceLocation = #_sourceLocation
) {
  #expect(connections.foreign.isEmpty, sourceLocation: location)
  // Without this a recorder that saw nothing would pass.
  #expect(connections.addresses.contains { $0.hasSuffix(":\(port)") }, sourceLocation: location)
}
