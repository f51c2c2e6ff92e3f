import Glibc
import Testing

@testable import Gateway

/// A signal counts from the moment on at which somebody asks for it.
struct ProcessSignalsTests {
  // The only signal that the test's own process can spare.
  @Test(.timeLimit(.minutes(5))) func oneThatComesAtOnceIsNotLost() async {
    for _ in 0..<100 {
      let signals = ProcessSignals.reload()
      kill(getpid(), SIGHUP)
      #expect(await signals.next() == "SIGHUP")
    }
  }
}
