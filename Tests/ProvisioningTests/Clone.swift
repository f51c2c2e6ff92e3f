import Foundation

@testable import Provisioning

/// A fresh clone and an empty home folder, both thrown away in the end.
final class Clone: Sendable {
  let root: String
  var project: Project { Project(folder: "\(root)/clone") }
  var home: String { "\(root)/home" }

  init(in folder: String? = nil) throws {
    root =
      (folder.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory).resolvingSymlinksInPath()
      .appending(path: "agentproxy-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for file in try RepositoryFile.all(.defaults) { try write(file.text, to: project.path(file.path)) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// The plan's input for this clone.
  func initialization(
    _ assignments: [String] = [],
    clients: [Client] = Client.standard,
    environment: [String: String] = [:]
  ) throws -> Initialization {
    Initialization(
      project: project,
      environmentFile: project.path(".env"),
      assignments: try assignments.map { try KeyAssignment(parsing: $0) },
      clients: clients,
      environment: environment,
      places: places(environment)
    )
  }

  /// Plans and applies.
  @discardableResult
  func initialize(
    _ assignments: [String] = [],
    clients: [Client] = Client.standard,
    environment: [String: String] = [:]
  ) async throws -> Initialization.Prepared {
    let prepared = try await initialization(assignments, clients: clients, environment: environment)
      .prepare(on: RealSystem(), isTrackedByGit: false)
    try prepared.plan.apply(to: RealSystem(), in: places(environment))
    return prepared
  }

  /// The places of a user whose home is this one.
  func places(_ environment: [String: String] = [:]) -> Places {
    Places(environment: environment.merging(["HOME": home]) { named, _ in named }, current: project.folder)
  }

  /// Writes a file, and the folders it needs.
  func write(_ text: String, to path: String) throws {
    let place = URL(filePath: path)
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  /// Writes a program, and the folders it needs.
  ///
  /// A child process does it: what this process has open to write to is open in the children too that other tests are
  /// starting at the moment, and what somebody can write to cannot be started.
  static func install(_ script: String, at path: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let commands = #"mkdir -p "${1%/*}" && printf %s "$2" >"$1" && chmod 755 "$1""#
    process.arguments = ["-c", commands, "sh", path, script]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// The text of a file, or `nil` if there is none.
  func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// The permission bits of a file.
  func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// Every file and its content.
  func snapshot() throws -> [String: String] {
    var files: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      if let text = text("\(root)/\(path)") { files[path] = text }
    }
    return files
  }
}
