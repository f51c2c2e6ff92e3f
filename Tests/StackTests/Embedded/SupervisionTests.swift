import Testing

@testable import Stack

/// When a gateway that ended is started again, and when no more.
struct SupervisionTests {
  private let crash = ProcessEnd.signalled(9)

  @Test func oneThatHadBeenUpIsStartedAgainAtOnce() {
    var supervision = Supervision()
    for _ in 0..<100 {
      #expect(supervision.ended(crash, afterSeconds: 10) == .pause(0))
      #expect(supervision.pauseEnded() == .launch)
    }
  }

  @Test func oneThatKeepsEndingGetsLongerPausesAndInTheEndNone() {
    var supervision = Supervision()
    for pause in [0.25, 1, 2, 4, 8] {
      #expect(supervision.ended(crash, afterSeconds: 0.1) == .pause(pause))
      #expect(supervision.pauseEnded() == .launch)
    }
    #expect(
      supervision.ended(.exited(1), afterSeconds: 0.1)
        == .giveUp("it ended with status 1, as it did 5 times before, each time within 10 s")
    )
    #expect(supervision.stopRequested() == .none)
  }

  @Test func aWhileWithoutTroubleMakesGoodForWhatWasBefore() {
    var supervision = Supervision()
    for pause in [0.25, 1, 2] {
      #expect(supervision.ended(crash, afterSeconds: 1) == .pause(pause))
      _ = supervision.pauseEnded()
    }
    #expect(supervision.ended(crash, afterSeconds: 60) == .pause(0))
    _ = supervision.pauseEnded()
    #expect(supervision.ended(crash, afterSeconds: 1) == .pause(1))
  }

  @Test(arguments: [64, 65, 69] as [Int32])
  func oneThatCannotStartIsNotStartedAgain(status: Int32) {
    var supervision = Supervision()
    #expect(supervision.ended(.exited(status), afterSeconds: 0.1) == .giveUp("it cannot start"))
    // Later the file may be mended, or the port free again.
    var later = Supervision()
    #expect(later.ended(crash, afterSeconds: 60) == .pause(0))
    _ = later.pauseEnded()
    #expect(later.ended(.exited(status), afterSeconds: 0.1) == .pause(1))
  }

  @Test func stoppingTakesTheTimeThatItNeeds() {
    var supervision = Supervision()
    #expect(supervision.patienceEnded() == .none)
    #expect(supervision.stopRequested() == .terminate)
    #expect(supervision.stopRequested() == .cut)
    #expect(supervision.patienceEnded() == .kill)
    #expect(supervision.ended(.exited(0), afterSeconds: 60) == .finish)
    #expect(supervision.patienceEnded() == .none)
    #expect(supervision.pauseEnded() == .none)
  }

  @Test func stoppingInAPauseEndsThere() {
    var supervision = Supervision()
    #expect(supervision.ended(crash, afterSeconds: 0.1) == .pause(0.25))
    #expect(supervision.stopRequested() == .finish)
    #expect(supervision.pauseEnded() == .none)
  }
}
