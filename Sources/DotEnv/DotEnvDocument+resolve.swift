extension DotEnvDocument {
  /// The values as Compose computes them for `.env`.
  ///
  /// Variables are looked up in `environment`, then among the keys above. A key alone on its line takes its value from
  /// there, and is unset if there is none. The last of several assignments wins. Several files are read by handing the
  /// result of each on to the next as `earlier`.
  ///
  /// The values are the file's own, even where `environment` has the same key: that one wins only when both are
  /// merged, see ``DotEnvValues/merged(overriding:)``.
  ///
  /// - Parameters:
  ///   - environment: the environment of the process that would start Compose.
  ///   - earlier: the result of the files before this one.
  /// - Returns: the keys of `earlier` and of this file.
  /// - Throws: ``DotEnvError`` for a malformed variable, a missing required one, or a limit of ``Interpolation``.
  public func resolve(
    environment: [String: String],
    earlier: DotEnvValues = .empty
  ) throws(DotEnvError) -> DotEnvValues {
    var result = earlier
    var budget = Interpolation.maximumInsertedBytes
    for assignment in assignments {
      if assignment.inheritsFromEnvironment {
        if let value = environment[assignment.key] { result.assign(value, to: assignment.key) }
        continue
      }
      guard let template = template(of: assignment) else {
        result.assign(literal(of: assignment), to: assignment.key)
        continue
      }
      var interpolator = Interpolator(template: template, budget: budget)
      do throws(DotEnvError) {
        try interpolator.run { environment[$0] ?? result[$0] }
      } catch {
        var located = error
        located.line = assignment.line
        throw located
      }
      budget = interpolator.budget
      result.assign(interpolator.text, to: assignment.key)
      for name in interpolator.unset { result.warn(DotEnvWarning(name: name, line: assignment.line)) }
    }
    return result
  }

  /// The text of a value in which variables are expanded; `nil` if there is nothing to expand.
  func template(of assignment: Assignment) -> [UInt8]? {
    let span = assignment.valueSpan
    guard assignment.quoting != .single, bytes[span].contains(Ascii.dollar) else { return nil }
    return assignment.quoting == .double ? expandingEscapes(unquoting(bytes[span])) : Array(bytes[span])
  }

  /// The value of an assignment without variables.
  func literal(of assignment: Assignment) -> String {
    let span = bytes[assignment.valueSpan]
    return switch assignment.quoting {
    case .none: String(decoding: span, as: UTF8.self)
    case .single: String(decoding: unquoting(span), as: UTF8.self)
    case .double: String(decoding: expandingEscapes(unquoting(span)), as: UTF8.self)
    }
  }
}
