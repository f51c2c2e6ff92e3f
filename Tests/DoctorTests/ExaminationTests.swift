import Doctor
import Testing

/// In which order checks run, and what is made of those that cannot.
struct ExaminationTests {
  private struct Fixed: Check {
    let id: String
    var title: String { id }
    var meaning: String { id }
    var prerequisites: [String] = []
    var reach = Reach.local
    var delay = Duration.zero
    var outcome = Outcome.passed("well")

    func run(_ context: DoctorContext) async -> Outcome {
      try? await Task.sleep(for: delay)
      return outcome
    }
  }

  private func run(
    _ checks: [any Check],
    names: [String]? = nil,
    network: Bool = true,
    limit: Duration = .seconds(60)
  ) async throws -> (results: [CheckResult], printed: [String]) {
    let setup = try await Setup()
    var selection = Examination.Selection()
    selection.names = names
    selection.allowsNetwork = network
    var printed: [String] = []
    let results = await Examination(selection, of: [(.host, checks)], limit: limit).run(setup.context()) {
      printed.append($0.id)
    }
    return (results, printed)
  }

  @Test func resultsComeInOrderWhicheverIsReadyFirst() async throws {
    let (results, printed) = try await run([
      Fixed(id: "slow", delay: .milliseconds(50)), Fixed(id: "quick"), Fixed(id: "after", prerequisites: ["slow"]),
    ])
    #expect(printed == ["slow", "quick", "after"])
    #expect(results.map(\.id) == printed)
    #expect(results.map(\.status) == [.passed, .passed, .passed])
    #expect(results[0].milliseconds >= 40)
  }

  @Test func whatDependsOnAFailureIsSkippedWithTheReason() async throws {
    let (results, _) = try await run([
      Fixed(id: "a", outcome: .failed("broken")), Fixed(id: "b", prerequisites: ["a"]),
      Fixed(id: "c", prerequisites: ["b"]), Fixed(id: "d", outcome: .warning("odd")),
      Fixed(id: "e", prerequisites: ["d"]),
    ])
    #expect(results[1].outcome == .skipped("a failed"))
    #expect(results[2].outcome == .skipped("a failed"))
    #expect(results[4].status == .passed)
  }

  @Test func onlyWhatIsAskedForIsShownAndWhatKeepsItFromBeingLookedAt() async throws {
    let checks = [Fixed(id: "a"), Fixed(id: "b", prerequisites: ["a"]), Fixed(id: "c")]
    #expect(try await run(checks, names: ["b"]).results.map(\.id) == ["b"])
    let broken = [Fixed(id: "a", outcome: .failed("broken")), Fixed(id: "b", prerequisites: ["a"])]
    #expect(try await run(broken, names: ["b"]).results.map(\.id) == ["a", "b"])
    #expect(try await run(checks, names: ["host"]).results.count == 3)
  }

  @Test func withoutANetworkNoConnectionIsOpened() async throws {
    let (results, _) = try await run(
      [Fixed(id: "a", reach: .network, outcome: .failed("x")), Fixed(id: "b", reach: .live, outcome: .failed("x"))],
      network: false
    )
    #expect(results.map(\.outcome) == [.skipped("--no-network"), .skipped("--no-network")])
  }

  @Test func nobodyWaitsForever() async throws {
    let start = ContinuousClock.now
    let (results, _) = try await run(
      [Fixed(id: "a", delay: .seconds(30)), Fixed(id: "b", prerequisites: ["a"]), Fixed(id: "c")],
      limit: .seconds(1)
    )
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(results[0].outcome.finding?.message == "there was no answer within 1 seconds")
    #expect(results[1].outcome == .skipped("there was no time left"))
    #expect(results[2].status == .passed)
  }

  @Test func everyCheckHasANameOfItsOwnAndKnownPrerequisites() {
    let ids = allChecks.flatMap(\.checks).map(\.id)
    #expect(Set(ids).count == ids.count)
    for (section, checks) in allChecks {
      for check in checks {
        #expect(check.title.count <= 18, "\(check.id)")
        #expect(check.id.wholeMatch(of: /[a-z]+\.[a-z0-9-]+/) != nil, "\(check.id)")
        #expect(!check.meaning.isEmpty && !check.meaning.hasSuffix("."), "\(check.id)")
        #expect(Set(check.prerequisites).isSubset(of: ids), "\(check.id)")
        #expect(section == .clients || check.id.hasPrefix("\(section.rawValue)."), "\(check.id)")
      }
    }
  }
}
