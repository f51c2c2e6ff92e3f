internal import ConfigEdit
internal import Diagnostics
internal import DotEnv
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

  /// What is mounted in the container, each with the file that says so. Sources are absolute; those that are no path,
  /// such as a volume's name, are as they stand.
  ///
  /// - Parameter context: the setup, for the variables in the paths.
  /// - Returns: the mounts.
  func mounts(_ context: DoctorContext) -> [(volume: ComposeService.Volume, file: String)] {
    let ofServices = workspace.flatMap { service in
      service.volumes.map { volume in
        (
          ComposeService.Volume(
            source: volume.source.map { hostPath(expanded($0, context), context) },
            target: expanded(volume.target, context)
          ),
          service.file
        )
      }
    }
    return ofServices
      + Self.mounts(document).map { mount in
        let volume = ComposeService.Volume(
          source: mount.source.map { hostPath(substituted($0, context), context) },
          target: substituted(mount.target, context)
        )
        return (volume, file)
      }
  }

  /// A text of a Compose file with its variables, as Compose has them.
  func expanded(_ text: String, _ context: DoctorContext) -> String {
    (try? Interpolation(text) { context.value($0) })?.text ?? text
  }

  private func hostPath(_ source: String, _ context: DoctorContext) -> String {
    if source == "~" || source.hasPrefix("~/") {
      return absolutePath(".\(source.dropFirst())", from: context.places.home)
    }
    guard source.hasPrefix("/") || source.hasPrefix(".") else { return source }
    // The root of all files is no absolute path of ours, and no empty one either.
    let path = absolutePath(source, from: folder)
    return path.isEmpty ? "/" : path
  }

  /// A text of `devcontainer.json` with its variables.
  private func substituted(_ text: String, _ context: DoctorContext) -> String {
    let clone = context.project?.folder ?? ""
    var result = text.replacing("${localWorkspaceFolder}", with: clone)
      .replacing("${localWorkspaceFolderBasename}", with: clone.split(separator: "/").last ?? "")
    while let start = result.firstRange(of: "${localEnv:"), let end = result[start.upperBound...].firstIndex(of: "}") {
      let parts = result[start.upperBound..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      // Not what `.env` says: it is the environment of whoever starts the container.
      let value = context.environment[String(parts[0])] ?? (parts.count == 2 ? String(parts[1]) : "")
      // A value is not looked at again.
      result.replaceSubrange(start.lowerBound...end, with: value.replacing("${localEnv:", with: ""))
    }
    return result
  }

  /// The mounts of `devcontainer.json` itself.
  private static func mounts(_ document: JSONDocument) -> [ComposeService.Volume] {
    guard let text = document.leaf(at: ["mounts"])?.text else { return [] }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return ((try? decoder.decode([Mount].self, from: Data(text.utf8))) ?? []).compactMap(\.volume)
  }

  /// An entry of `mounts`: an object, or a string as Docker's option `--mount` takes it.
  private struct Mount: Decodable {
    let volume: ComposeService.Volume?

    private struct Parts: Decodable {
      var type: String?
      var source: String?
      var target: String?
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      var parts: Parts
      if let text = try? container.decode(String.self) {
        let pairs = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let values = Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
        parts = Parts(
          type: values["type"],
          source: values["source"] ?? values["src"],
          target: values["target"] ?? values["destination"] ?? values["dst"]
        )
      } else {
        parts = try container.decode(Parts.self)
      }
      volume = parts.target.map { .init(source: parts.type == "tmpfs" ? nil : parts.source ?? "", target: $0) }
    }
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
