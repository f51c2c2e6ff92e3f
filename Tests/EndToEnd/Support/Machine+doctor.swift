import Foundation

extension Machine {
  private struct DoctorReport: Decodable {
    struct Check: Decodable {
      struct Finding: Decodable {
        var remedy: String?
      }

      var id: String
      var status: String
      var findings: [Finding]
    }

    var checks: [Check]
  }

  /// What `doctor` complains of.
  ///
  /// - Parameters:
  ///   - names: the checks to look at, with what they depend on.
  ///   - variables: added to the environment.
  /// - Returns: the names of the checks that found something wrong.
  /// - Throws: when it has not been built, hangs or prints no report.
  func complaints(only names: [String], variables: [String: String] = [:]) async throws -> [String] {
    try await doctor(names, variables).checks.filter { ["fail", "warning"].contains($0.status) }.map(\.id)
  }

  /// What `doctor` advises.
  ///
  /// - Parameter names: the checks to look at.
  /// - Returns: the remedies.
  /// - Throws: when it has not been built, hangs or prints no report.
  func remedies(only names: [String]) async throws -> [String] {
    try await doctor(names, [:]).checks.flatMap(\.findings).compactMap(\.remedy)
  }

  /// What `doctor` complains of, with connections to the gateway on this machine.
  ///
  /// - Parameters:
  ///   - names: the checks to look at.
  ///   - variables: added to the environment.
  /// - Returns: the names of the checks, and the remedies.
  /// - Throws: when it has not been built, hangs or prints no report.
  func findings(
    _ names: [String],
    _ variables: [String: String]
  ) async throws -> [(id: String, remedies: [String])] {
    let report = try await doctor(names, variables, [])
    return report.checks.filter { ["fail", "warning"].contains($0.status) }
      .map { ($0.id, $0.findings.compactMap(\.remedy)) }
  }

  private func doctor(
    _ names: [String],
    _ variables: [String: String],
    _ options: [String] = ["--no-network"]
  ) async throws -> DoctorReport {
    let arguments = ["doctor", "--json"] + options + names.flatMap { ["--only", $0] }
    let outcome = try await tool(arguments, variables: variables).run()
    do {
      return try JSONDecoder().decode(DoctorReport.self, from: Data(outcome.output.utf8))
    } catch {
      throw Failure("\(error)\n\(outcome)")
    }
  }

  /// How many processes of this machine's user were called with a word.
  func processes(calledWith word: String) async throws -> Int {
    let names = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
    return names.count { id in
      let arguments = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
      let environment = FileManager.default.contents(atPath: "/proc/\(id)/environ") ?? Data()
      return arguments.split(separator: 0).contains { $0.elementsEqual(word.utf8) }
        && environment.split(separator: 0).contains { $0.elementsEqual("HOME=\(home.path)".utf8) }
    }
  }

  /// Waits until something has come true.
  ///
  /// - Parameter condition: looked at every few milliseconds.
  /// - Throws: when it does not come true in time.
  func wait(until condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
      guard ContinuousClock.now < deadline else { throw Failure("what was waited for did not happen") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
