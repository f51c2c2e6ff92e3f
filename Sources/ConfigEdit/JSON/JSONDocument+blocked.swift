extension ConfigPath.Step {
  /// The kind of container that the step leads out of.
  var container: JSONNode.Kind {
    switch self {
    case .key: .object
    case .element: .array
    }
  }
}

extension JSONDocument {
  /// There is something on the way to `path` that the next step does not lead out of.
  func blocked(_ index: Int, before step: ConfigPath.Step, _ path: ConfigPath) -> ConfigError {
    let node = nodes[index]
    let name = node.key.map { ConfigPath(keys: [string($0)]).description } ?? "the value"
    let (line, column) = JSONLineCounter.lineAndColumn(bytes, at: node.value.lowerBound)
    return ConfigError(
      .blocked,
      "\(name) is \(node.kind.name), and \(path) needs \(step.container.name) there",
      remedy: "rename or remove it, and run the command again",
      line: line,
      column: column
    )
  }

  /// There is no such element that a value could be put into.
  func elementMissing(in container: Int?, _ path: ConfigPath) -> ConfigError {
    ConfigError(
      .blocked,
      "the element of \(path) is not there, and this value alone does not make one",
      remedy: "add the whole element first",
      line: container.map { JSONLineCounter.lineAndColumn(bytes, at: nodes[$0].value.lowerBound).line }
    )
  }

  /// Checks that no key on the way to `path` occurs twice in its object: which of them counts is not the same for all
  /// programs.
  func checkUnique(_ path: ConfigPath) throws(ConfigError) {
    var container = 0
    for step in path.steps {
      try checkUnique(step, in: container)
      guard let next = child(of: container, at: step) else { return }
      container = next
    }
  }

  /// Checks the same for one step.
  func checkUnique(_ step: ConfigPath.Step, in container: Int) throws(ConfigError) {
    guard case .key(let key) = step else { return }
    let places = children(of: container).compactMap { nodes[$0].key }.filter { isString($0, key) }
    guard places.count > 1 else { return }
    let lines = places.map { String(JSONLineCounter.lineAndColumn(bytes, at: $0.lowerBound).line) }.joined(
      separator: " and "
    )
    throw ConfigError(
      .blocked,
      "the key \(ConfigPath(keys: [key])) occurs more than once in its object, on lines \(lines)",
      remedy: "leave one of them; most programs take the last",
      line: places.last.map { JSONLineCounter.lineAndColumn(bytes, at: $0.lowerBound).line }
    )
  }
}
