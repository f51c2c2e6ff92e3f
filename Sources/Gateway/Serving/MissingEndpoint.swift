import WireFormats

/// Tells a provider that does not have OpenAI's Responses from one that does not have the model.
///
/// Both answer 404, as a rule. Who knows the path says something of the model; who does not says something of the path,
/// or nothing.
enum MissingEndpoint {
  private static let statuses: Set<Int> = [404, 405, 501]

  /// Whether an answer with this status may mean that there is no such path.
  static func isPossible(_ status: Int) -> Bool { statuses.contains(status) }

  /// Whether an answer means that.
  ///
  /// - Parameters:
  ///   - status: its status.
  ///   - body: its body, not compressed.
  ///   - model: the model that was asked for.
  /// - Returns: whether the path is missing, and not the model.
  static func isMeant(status: Int, body: Span<UInt8>, model: String) -> Bool {
    guard isPossible(status) else { return false }
    guard status == 404, let message = ProviderError.message(in: body)?.lowercased() else { return true }
    return !message.contains("model") && !message.contains(model.lowercased())
  }
}
