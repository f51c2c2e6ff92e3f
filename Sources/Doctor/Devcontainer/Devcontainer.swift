internal import ConfigEdit
internal import Diagnostics
internal import Provisioning
internal import Yams

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The devcontainer as its files describe it.
struct Devcontainer {
  /// `devcontainer.json`, as the user would name it.
  let file: String
  /// What is in it.
  let document: JSONDocument
  /// The folder that the paths in the Compose files start at: that of the first one.
  let folder: String
  /// The parts of the service that the tools run in, one of each Compose file that speaks of it.
  let workspace: [ComposeService]
  /// All services of the Compose files.
  let services: [ComposeService]

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - project: the clone.
  ///   - context: the setup.
  /// - Returns: `nil` if there is none.
  /// - Throws: `Failure` if a file is missing or cannot be read.
  static func read(_ project: Project, _ context: DoctorContext) throws(Failure) -> Devcontainer? {
    let path = project.path(".devcontainer/devcontainer.json")
    let name = context.places.display(path)
    guard let bytes = try readClientFile(path, name, context) else { return nil }
    let document: JSONDocument
    do throws(ConfigError) {
      document = try JSONDocument(parsing: bytes)
    } catch {
      throw Failure(.badInput, id: "file.syntax", error.message, hint: error.remedy, file: name, line: error.line)
    }
    let paths = strings(document, "dockerComposeFile").map { absolutePath($0, from: project.path(".devcontainer")) }
    var services: [ComposeService] = []
    for path in paths { services += try self.services(path, context) }
    let service = strings(document, "service").first
    return Devcontainer(
      file: name,
      document: document,
      folder: paths.first.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) } ?? project.folder,
      workspace: services.filter { $0.name == service },
      services: services
    )
  }

  /// The services of one Compose file.
  private static func services(_ path: String, _ context: DoctorContext) throws(Failure) -> [ComposeService] {
    let name = context.places.display(path)
    guard let bytes = try readClientFile(path, name, context) else {
      throw Failure(.badInput, id: "file.missing", "it is not there", hint: "agentproxy-setup init", file: name)
    }
    do {
      return try ComposeService.all(in: String(decoding: bytes, as: UTF8.self), file: name)
    } catch {
      let mark = (error as? YamlError).flatMap(Self.mark)
      throw Failure(
        .badInput,
        id: "file.syntax",
        "it is not valid YAML",
        hint: "mend the line, or move the file away and run agentproxy-setup init",
        file: name,
        line: mark?.line
      )
    }
  }

  private static func mark(_ error: YamlError) -> Mark? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
    default: nil
    }
  }

  /// A string, or the strings of an array.
  private static func strings(_ document: JSONDocument, _ key: String) -> [String] {
    guard let text = document.leaf(at: [key])?.text else { return [] }
    if let string = JSONDocument.string(text) { return [string] }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return (try? decoder.decode([String].self, from: Data(text.utf8))) ?? []
  }
}

extension DoctorContext {
  /// Looks at the devcontainer.
  ///
  /// - Parameter look: gets it.
  /// - Returns: what `look` finds; nothing if there is none, or if its files cannot be read, for which there is a check
  ///   of its own.
  func lookAtDevcontainer(_ look: (Devcontainer) -> Outcome) -> Outcome {
    guard let project else { return .skipped("there is no clone here") }
    do throws(Failure) {
      return try Devcontainer.read(project, self).map(look) ?? .passed("there is none")
    } catch {
      return .skipped("its files cannot be read")
    }
  }
}
