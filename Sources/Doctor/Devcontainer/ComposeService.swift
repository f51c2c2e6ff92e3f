internal import Yams

/// A service of a Compose file, as far as it is looked at.
struct ComposeService {
  /// One mount.
  struct Volume {
    /// What is mounted; `nil` for memory.
    let source: String?
    /// Where it is in the container.
    let target: String
  }

  /// One variable of its environment.
  struct Variable {
    /// The name.
    let name: String
    /// The value as it is written; `nil` if it is taken from where Compose is started.
    let value: String?
    /// The line, counted from 1.
    let line: Int?
  }

  /// One port that is opened on the host.
  struct Port {
    /// The address it is opened on, as it is written; `nil` for every one.
    let address: String?
    /// How to write it so that it is opened on the loopback alone.
    let onLoopback: String
    /// The line, counted from 1.
    let line: Int?
  }

  /// Its name.
  let name: String
  /// The file, as the user would name it.
  let file: String
  private let node: Node

  /// The services of a file.
  ///
  /// - Parameters:
  ///   - text: the file.
  ///   - file: its name in messages.
  /// - Returns: the services.
  /// - Throws: `YamlError` if it is no YAML.
  static func all(in text: String, file: String) throws -> [ComposeService] {
    guard let services = try Yams.compose(yaml: text)?["services"]?.mapping else { return [] }
    return services.compactMap { key, node in
      key.string.map { ComposeService(name: $0, file: file, node: node) }
    }
  }

  /// The mounts.
  var volumes: [Volume] {
    (node["volumes"]?.sequence ?? []).compactMap { entry in
      if let text = entry.string {
        let parts = Self.split(text)
        return parts.count > 1 ? Volume(source: parts[0], target: parts[1]) : nil
      }
      guard let target = entry["target"]?.string else { return nil }
      return Volume(source: entry["type"]?.string == "tmpfs" ? nil : entry["source"]?.string ?? "", target: target)
    }
  }

  /// The variables of its environment.
  var variables: [Variable] {
    if let pairs = node["environment"]?.mapping {
      return pairs.compactMap { key, value in
        let text = value.string.flatMap { $0.isEmpty ? nil : $0 }
        return key.string.map { Variable(name: $0, value: text, line: key.mark?.line) }
      }
    }
    return (node["environment"]?.sequence ?? []).compactMap { entry in
      guard let text = entry.string else { return nil }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return Variable(name: parts[0], value: parts.count == 2 ? parts[1] : nil, line: entry.mark?.line)
    }
  }

  /// The files whose variables it gets, as they are written, with their lines.
  var environmentFiles: [(path: String, line: Int?)] {
    guard let entry = node["env_file"] else { return [] }
    let entries = entry.sequence.map(Array.init) ?? [entry]
    return entries.compactMap { entry in
      (entry.string ?? entry["path"]?.string).map { ($0, entry.mark?.line) }
    }
  }

  /// The ports that are opened on the host.
  var ports: [Port] {
    (node["ports"]?.sequence ?? []).compactMap { entry in
      if let text = entry.string {
        // An address in brackets, or a variable, may have colons of its own.
        let parts = Self.split(text)
        switch parts.count {
        case 3: return Port(address: parts[0], onLoopback: "127.0.0.1:\(parts[1]):\(parts[2])", line: entry.mark?.line)
        case 2: return Port(address: nil, onLoopback: "127.0.0.1:\(text)", line: entry.mark?.line)
        default: return Port(address: nil, onLoopback: "127.0.0.1::\(text)", line: entry.mark?.line)
        }
      }
      return Port(address: entry["host_ip"]?.string, onLoopback: "host_ip: 127.0.0.1", line: entry.mark?.line)
    }
  }

  /// Splits at the colons that are within no brackets or braces.
  private static func split(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if "[{".contains(character) { depth += 1 }
      if "]}".contains(character) { depth -= 1 }
      if character == ":", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
