@testable import WireFormats

/// A JSON value from its text, which must be right.
func json(_ text: String) throws -> JSON {
  try JSON(parsing: text.utf8.span)
}

/// What a request of one format becomes in another.
struct Translated {
  let translation: Translation
  let body: JSON

  init(
    _ client: WireFormat,
    _ upstream: WireFormat,
    _ request: JSON,
    model: String? = nil,
    traits: UpstreamTraits? = nil
  ) throws {
    let translation = try Translation(
      client: client,
      upstream: upstream,
      request: request.text.utf8.span,
      model: model,
      traits: traits,
      requestID: "r1",
      created: 7
    )
    self.translation = translation
    body = try JSON(parsing: translation.body.span)
  }
}

/// The error that a request is refused with.
func refusal(_ client: WireFormat, _ upstream: WireFormat, _ request: JSON) -> ErrorReply? {
  do {
    _ = try Translated(client, upstream, request)
    return nil
  } catch {
    return error as? ErrorReply
  }
}

extension JSON {
  /// The value at a path of keys and indices.
  subscript(path: [any PathStep]) -> JSON? {
    var value: JSON? = self
    for step in path { value = value.flatMap { step.step(into: $0) } }
    return value
  }

  subscript(path: any PathStep...) -> JSON? { self[path] }
}

/// A key or an index.
protocol PathStep {
  func step(into value: JSON) -> JSON?
}

extension String: PathStep {
  func step(into value: JSON) -> JSON? { value[self] }
}

extension Int: PathStep {
  func step(into value: JSON) -> JSON? {
    guard let elements = value.array, elements.indices.contains(self) else { return nil }
    return elements[self]
  }
}
