/// One run of checks.
///
/// They run at the same time; each begins when its prerequisites are done. The results are handed out in the order of the
/// report, each as soon as it and those before it are there.
public struct Examination: Sendable {
  /// Which checks to run.
  public struct Selection: Sendable {
    /// The names of checks, their kinds, or sections; `nil` for all.
    public var names: [String]?
    /// Whether connections may be opened.
    public var allowsNetwork = true
    /// Whether tokens may be spent.
    public var allowsLive = false

    /// Every check that spends nothing.
    public init() {}
  }

  private struct Entry {
    let section: Section
    let check: any Check
    /// Whether it was asked for, and is not only there for another one.
    let isShown: Bool
  }

  private let entries: [Entry]
  private let selection: Selection
  private let limit: Duration

  /// Chooses checks.
  ///
  /// - Parameters:
  ///   - selection: which.
  ///   - checks: to choose from.
  ///   - limit: after which nothing is waited for any more.
  public init(
    _ selection: Selection = Selection(),
    of checks: [(section: Section, checks: [any Check])] = allChecks,
    limit: Duration? = nil
  ) {
    self.selection = selection
    self.limit = limit ?? (selection.allowsLive ? .seconds(90) : .seconds(9))
    let all = checks.flatMap { section, checks in checks.map { (section: section, check: $0) } }
    guard let names = selection.names else {
      entries = all.map { Entry(section: $0.section, check: $0.check, isShown: true) }
      return
    }
    let meant = all.filter { section, check in
      names.contains { $0 == check.id || $0 == check.kind || $0 == section.rawValue }
    }
    let shown = Set(meant.map(\.check.id))
    var needed = shown
    var rest = Array(shown)
    while let id = rest.popLast() {
      let found = all.first { $0.check.id == id }?.check.prerequisites ?? []
      rest += found.filter { needed.insert($0).inserted }
    }
    entries = all.filter { needed.contains($0.check.id) }
      .map { Entry(section: $0.section, check: $0.check, isShown: shown.contains($0.check.id)) }
  }

  /// How many checks there are to run.
  public var count: Int { entries.count }

  /// Runs the checks.
  ///
  /// - Parameters:
  ///   - context: the setup.
  ///   - each: gets each result that is to be shown, in the order of the report.
  /// - Returns: all that are to be shown.
  public func run(_ context: DoctorContext, each: (CheckResult) -> Void = { _ in }) async -> [CheckResult] {
    var context = context
    context.isBrief = !selection.allowsNetwork
    let redaction = Redaction(context)
    let (arrivals, continuation) = AsyncStream<CheckResult>.makeStream()
    // A check that hangs in the system is left behind: nobody is to wait for it.
    let timer = Task {
      try? await Task.sleep(for: limit)
      continuation.finish()
    }
    var iterator = arrivals.makeAsyncIterator()
    var results: [String: CheckResult] = [:]
    var running: [String: Task<Void, Never>] = [:]
    var next = 0
    func finish(_ result: CheckResult) {
      results[result.id] = result
      running[result.id] = nil
      while next < entries.count, let result = results[entries[next].check.id] {
        if isShown(entries[next], result) { each(result) }
        next += 1
      }
    }
    while results.count < entries.count {
      start(context, redaction, results, &running, continuation).forEach(finish)
      guard !running.isEmpty else { continue }
      guard let result = await iterator.next() else { break }
      finish(result)
    }
    timer.cancel()
    running.values.forEach { $0.cancel() }
    for entry in entries where results[entry.check.id] == nil { finish(late(entry, running)) }
    return entries.compactMap { entry in
      results[entry.check.id].flatMap { isShown(entry, $0) ? $0 : nil }
    }
  }

  /// A prerequisite that nobody asked for is only worth telling of if it explains why the others were skipped.
  private func isShown(_ entry: Entry, _ result: CheckResult) -> Bool { entry.isShown || result.status == .failed }

  /// Starts the checks whose prerequisites are done.
  ///
  /// - Returns: the results of those that are done without being run.
  private func start(
    _ context: DoctorContext,
    _ redaction: Redaction,
    _ results: [String: CheckResult],
    _ running: inout [String: Task<Void, Never>],
    _ continuation: AsyncStream<CheckResult>.Continuation
  ) -> [CheckResult] {
    var skipped: [CheckResult] = []
    for entry in entries where results[entry.check.id] == nil && running[entry.check.id] == nil {
      let known = entry.check.prerequisites.filter { id in entries.contains { $0.check.id == id } }
      guard known.allSatisfy({ results[$0] != nil }) else { continue }
      if let reason = reasonToSkip(entry.check, results) {
        skipped.append(result(entry, .skipped(reason), .zero))
        continue
      }
      let allowsLive = selection.allowsLive
      running[entry.check.id] = Task {
        let start = ContinuousClock.now
        let outcome = waiting(await Self.outcome(entry.check, context, allowsLive: allowsLive), entry.check, context)
        continuation.yield(result(entry, redaction(outcome), ContinuousClock.now - start))
      }
    }
    return skipped
  }

  private static func outcome(_ check: any Check, _ context: DoctorContext, allowsLive: Bool) async -> Outcome {
    if check.reach == .live, !allowsLive, await !context.isSimulated() {
      return .skipped("--live looks at it, and spends a few tokens")
    }
    return await check.run(context)
  }

  /// What `init` would mend, it does not as long as something is wrong with `.env`: that comes first, and may be all there
  /// is to it.
  private func waiting(_ outcome: Outcome, _ check: any Check, _ context: DoctorContext) -> Outcome {
    guard let fault = context.environmentFault, fault != check.id, !(check is LintCheck),
      case .found(var findings) = outcome, findings.contains(where: { $0.remedy?.isByInit == true })
    else { return outcome }
    if entries.contains(where: { $0.check.id == fault }) { return .skipped("\(fault) failed") }
    for index in findings.indices where findings[index].remedy?.isByInit == true {
      findings[index].remedy = .advice("mend .env first: agentproxy-setup doctor --only \(fault)")
    }
    return .found(findings)
  }

  private func reasonToSkip(_ check: any Check, _ results: [String: CheckResult]) -> String? {
    if check.reach != .local, !selection.allowsNetwork { return "--no-network" }
    let blocking = check.prerequisites.compactMap { results[$0] }.first { !$0.status.allowsDependents }
    guard let blocking else { return nil }
    if case .skipped(let reason) = blocking.outcome { return reason }
    return "\(blocking.id) failed"
  }

  /// What to say of a check that time ran out for.
  private func late(_ entry: Entry, _ running: [String: Task<Void, Never>]) -> CheckResult {
    let seconds = limit.components.seconds
    let isRunning = running[entry.check.id] != nil
    let outcome: Outcome =
      isRunning
      ? .failed(
        "there was no answer within \(seconds) seconds",
        .command("agentproxy-setup doctor --only \(entry.check.id)")
      )
      : .skipped("there was no time left")
    return result(entry, outcome, isRunning ? limit : .zero)
  }

  private func result(_ entry: Entry, _ outcome: Outcome, _ time: Duration) -> CheckResult {
    CheckResult(
      id: entry.check.id,
      section: entry.section,
      title: entry.check.title,
      isQuiet: entry.check.isQuiet,
      outcome: outcome,
      milliseconds: time / .milliseconds(1)
    )
  }
}
