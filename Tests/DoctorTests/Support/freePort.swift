import Gateway

/// A TCP port nobody listens on at the moment. It is below those that the kernel gives away by itself, so that no other
/// test gets it meanwhile.
func freePort() -> Int {
  while true {
    let port = Int.random(in: 20_000..<32_000)
    if !PortOwner.isTaken(port: port) { return port }
  }
}
