import ArgumentParser
import Diagnostics
import Doctor
import Provisioning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Runs `doctor` for one command line.
struct DoctorRun {
  private let options: Doctor
  private let session: Session

  init(_ options: Doctor, _ session: Session) {
    self.options = options
    self.session = session
  }

  /// Looks, and prints what was found.
  ///
  /// - Parameter isSilent: whether to print nothing yet.
  /// - Returns: what was found.
  /// - Throws: `Failure` if the clone that was named is not there.
  func run(isSilent: Bool = false) async throws -> Report {
    let context = try await context()
    let examination = Examination(selection)
    let console = session.console
    let start = ContinuousClock.now
    let text = ReportText(style)
    let prints = !options.reporting.json && !isSilent
    // It is taken away before each section: that only helps where both are on one screen, which can do it.
    let showsProgress = prints && console.outputIsTerminal && session.environment["TERM"] != "dumb"
    if prints {
      if options.live { console.notice("--live: each wire format is tried with requests that spend a few tokens") }
      console.result(heading(text, context))
    }
    var section: [CheckResult] = []
    var done = 0
    let results = await examination.run(context) { result in
      if let last = section.last, last.section != result.section, prints {
        if showsProgress { console.endProgress() }
        console.result(text.section(section))
        section = []
      }
      section.append(result)
      done += 1
      if showsProgress { console.progress("\(done) of \(examination.count)") }
    }
    let report = Report(
      version: AgentProxySetup.configuration.version,
      platform: platform,
      results: results,
      milliseconds: (ContinuousClock.now - start) / .milliseconds(1)
    )
    if prints {
      if showsProgress { console.endProgress() }
      console.result(text.section(section))
      if console.volume != .quiet { console.result(text.summary(report)) }
    } else if !isSilent {
      try console.json(report)
    }
    return report
  }

  /// Mends what can be mended, one thing after the other.
  ///
  /// - Returns: what was not done; `nil` if there was nothing to do.
  /// - Throws: `Failure` if there is nobody to ask; nothing was changed then.
  func mend(_ report: Report) async throws -> [Fix]? {
    let fixes = report.fixes
    let console = session.console
    guard !fixes.isEmpty else {
      console.notice("there is nothing that --fix could mend")
      return nil
    }
    let mode: PlanRun.Mode = options.yes ? .write : !options.reporting.json && Prompt.isPossible ? .ask : .refuse
    console.notice("\nto mend it:")
    for fix in fixes { console.notice("  \(fix.command)") }
    var undone: [Fix] = []
    for case .restrict(let path, let name) in fixes {
      let isDone = try await attempt {
        try confirm("Run chmod 600 \(name)?", mode)
        try restrictAccess(to: path, name: name)
      }
      if !isDone { undone.append(.restrict(path: path, name: name)) }
    }
    let writing = fixes.filter { if case .initialize = $0 { true } else { false } }
    let assignments = writing.flatMap { fix -> [String] in
      guard case .initialize(let assignments) = fix else { return [] }
      return assignments
    }
    // They are one plan, which is written as a whole or not at all.
    if !writing.isEmpty, try await !attempt({ try await initialize(assignments, mode) }) { undone += writing }
    return undone
  }

  /// Says of each thing whether it is mended: it was done, and nobody finds it any longer.
  ///
  /// - Parameters:
  ///   - first: what was found before.
  ///   - undone: what was not done about it.
  ///   - second: what was found after.
  /// - Returns: whether all of it is mended.
  func tell(_ first: Report, _ undone: [Fix], _ second: Report) -> Bool {
    let left = undone + second.fixes
    session.console.notice("")
    for fix in first.fixes {
      session.console.notice("\(left.contains(fix) ? "not mended" : "mended"): \(fix.command)")
    }
    return !first.fixes.contains(where: left.contains)
  }

  /// Tries to mend something, and prints why that cannot be done.
  ///
  /// - Returns: whether it was done.
  /// - Throws: `Failure` if there is nobody to ask.
  private func attempt(_ work: () async throws -> Void) async throws -> Bool {
    do {
      try await work()
      return true
    } catch let failure as Failure where failure.status != .usage {
      failure.diagnostics.forEach(session.console.finding)
      return false
    } catch is ExitCode {
      // The plan has said it.
      return false
    }
  }

  /// Checks that the report can be written where it is to go, before time is spent on it.
  ///
  /// - Throws: `Failure` if something else is there, or the folder is not.
  func checkReportPlace() throws {
    if let name = options.report { _ = try earlierReport(absolutePath(name, from: session.places.current)) }
  }

  /// Writes the report that everybody may read.
  func write(_ report: Report) throws {
    guard let name = options.report else { return }
    let (project, environmentFile) = try session.projectIfAny()
    let context = context(project, environmentFile, false)
    let path = absolutePath(name, from: session.places.current)
    let before = try earlierReport(path)
    let bytes = Array(ReportText.forEverybody(report, context).utf8)
    do throws(SystemError) {
      try session.system.replace(path, before, with: bytes, mode: 0o644)
    } catch {
      throw Failure(.failed, id: "doctor.report", "\(error)", hint: error.hint)
    }
    session.console.notice("\(session.places.display(path)): without keys and names; read it before you post it")
  }

  /// The report that is to be replaced.
  ///
  /// - Parameter path: the absolute path.
  /// - Returns: `nil` if there is no file yet.
  /// - Throws: `Failure` if the file is something else, which would be lost, or there is no folder for it.
  private func earlierReport(_ path: String) throws(Failure) -> [UInt8]? {
    let name = session.places.display(path)
    guard let before = try understandRead(path) else {
      let folder = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
      var isFolder = false
      guard FileManager.default.fileExists(atPath: String(folder), isDirectory: &isFolder), isFolder else {
        let shown = session.places.display(absolutePath(String(folder), from: "/"))
        throw Failure(
          .usage,
          id: "doctor.report",
          "there is no folder \(shown) for the report",
          hint: "make it, or name a file in one that is there"
        )
      }
      return nil
    }
    guard before.isEmpty || ReportText.isReport(before) else {
      throw Failure(
        .usage,
        id: "doctor.report",
        "\(name) is no earlier report, and stays as it is",
        hint: "name another file: --report report.txt"
      )
    }
    return before
  }

  // MARK: - Parts

  private var selection: Examination.Selection {
    var selection = Examination.Selection()
    selection.names = options.wanted.isEmpty ? nil : options.wanted
    selection.allowsNetwork = !options.noNetwork
    selection.allowsLive = options.live
    return selection
  }

  private var style: ReportStyle {
    var style = ReportStyle()
    let console = session.console
    let isShort = options.summary || console.volume == .quiet
    style.volume = isShort ? .troubles : console.volume == .verbose ? .everything : .normal
    style.isUnicode = !options.ascii && console.outputIsUnicode
    style.isColored = console.outputUsesColor
    style.width = min(console.outputWidth ?? 80, 100)
    return style
  }

  private func heading(_ text: ReportText, _ context: DoctorContext) -> String {
    let home = session.places.home
    let folder = context.project.map { project in
      project.folder.hasPrefix("\(home)/") ? "~\(project.folder.dropFirst(home.count))" : project.folder
    }
    return text.heading(version: AgentProxySetup.configuration.version, platform: platform, folder: folder)
  }

  private func context() async throws -> DoctorContext {
    let (project, environmentFile) = try session.projectIfAny()
    var isTracked = false
    if let environmentFile { isTracked = await GitIndex.tracks(environmentFile) }
    return context(project, environmentFile, isTracked)
  }

  private func context(_ project: Project?, _ environmentFile: String?, _ isTracked: Bool) -> DoctorContext {
    var context = DoctorContext(
      project: project,
      environmentFile: environmentFile,
      isTrackedByGit: isTracked,
      environment: session.environment,
      clients: (options.clients ?? .standard).clients,
      places: session.places,
      system: session.system
    )
    context.isHomeSet = !(ProcessInfo.processInfo.environment["HOME"] ?? "").isEmpty
    return context
  }

  private func confirm(_ question: String, _ mode: PlanRun.Mode) throws {
    switch mode {
    case .write, .dry: break
    case .ask:
      guard Prompt.confirm(question, session.console) else {
        throw Failure(.failed, id: "plan.declined", "nothing was changed")
      }
    case .refuse:
      throw Failure(
        .usage,
        id: "plan.unconfirmed",
        "there is no terminal to ask on, nothing was changed",
        hint: "add --yes to mend it"
      )
    }
  }

  private func initialize(_ assignments: [String], _ mode: PlanRun.Mode) async throws {
    let project = try session.project()
    // As `init` has it, which is what the remedies name: not all that is looked at is to be configured.
    let clients = try session.clients(options.clients)
    var parsed: [KeyAssignment] = []
    for text in assignments { parsed.append(try KeyAssignment(parsing: text)) }
    let wanted = Initialization(
      project: project,
      environmentFile: session.environmentFile(of: project),
      assignments: parsed,
      clients: clients,
      environment: session.environment,
      places: session.places,
      codex: await session.codex(for: clients)
    )
    let isTracked = await GitIndex.tracks(wanted.environmentFile)
    // Beside a report as JSON there is no place for the plan.
    guard !options.reporting.json else {
      try session.checkHome()
      try confirm("", mode)
      let plan = try await wanted.prepare(on: session.system, isTrackedByGit: isTracked).plan
      return try plan.apply(to: session.system, in: session.places)
    }
    try await PlanRun(mode: mode, json: false).perform(session) {
      let prepared = try await wanted.prepare(on: session.system, isTrackedByGit: isTracked)
      return PreparedPlan(plan: prepared.plan, undo: ["agentproxy-setup restore"])
    }
  }

  private func understandRead(_ path: String) throws(Failure) -> [UInt8]? {
    do throws(SystemError) {
      return try session.system.read(path)?.bytes
    } catch {
      throw Failure(.failed, id: "doctor.report", "\(error)", hint: error.hint)
    }
  }
}
