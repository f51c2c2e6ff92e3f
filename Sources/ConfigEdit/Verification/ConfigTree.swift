/// What a document says, whatever it looks like.
public indirect enum ConfigTree: Sendable, Equatable {
  /// Keys and values, in no order.
  case table([String: ConfigTree])
  /// Values in order.
  case array([ConfigTree])
  /// A value that holds no others: the name of its type, and the value itself in one fixed notation.
  case scalar(type: String, value: String)

  /// The tree without what is at `path`, and without the tables on the way that are empty then. An element of an array is
  /// empty if it has nothing but the string it is known by.
  func removing(_ path: ConfigPath) -> ConfigTree {
    removing(path.steps[...]) ?? .table([:])
  }

  /// `nil` if nothing is left.
  private func removing(_ steps: ArraySlice<ConfigPath.Step>) -> ConfigTree? {
    guard let step = steps.first else { return nil }
    switch (step, self) {
    case (.key(let key), .table(var members)):
      if let member = members[key] { members[key] = member.removing(steps.dropFirst()) }
      return members.isEmpty ? nil : .table(members)
    case (.element(let key, let value), .array(var elements)):
      if let index = elements.firstIndex(where: { $0.has(key, value) }) {
        let rest = elements[index].removing(steps.dropFirst())
        if let rest, rest != .table([key: .scalar(type: "string", value: value)]) {
          elements[index] = rest
        } else {
          elements.remove(at: index)
        }
      }
      return elements.isEmpty ? nil : .array(elements)
    default:
      return self
    }
  }

  private func has(_ key: String, _ value: String) -> Bool {
    guard case .table(let members) = self, case .scalar("string", let found)? = members[key] else { return false }
    return found == value
  }
}
