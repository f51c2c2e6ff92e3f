import Gateway
import Synchronization

/// The ports that were given to tests so far.
private let given = Mutex<Set<Int>>([])

/// A TCP port nobody listens on at the moment. It is below those that the kernel gives away by itself, and given only
/// once, so that no other test gets it meanwhile.
func freePort() -> Int {
  while true {
    let port = Int.random(in: 20_000..<32_000)
    if !PortOwner.isTaken(port: port), given.withLock({ $0.insert(port).inserted }) { return port }
  }
}
