import FakeUpstream

/// A TCP port nobody listens on at the moment.
func freePort() async throws -> Int {
  try await FakeUpstream.run(.answers([.text("")])) { $0.port }
}
