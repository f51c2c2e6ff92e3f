/// Tells a whole answer of status 200 that is one from an error, or a part of one, that comes with that status.
public enum AnswerVerdict {
  /// Whether an answer is what its client asked for.
  ///
  /// - Parameters:
  ///   - answer: the body.
  ///   - format: its wire format.
  /// - Returns: `false` for what is no JSON, for an error, and for a response that is not completed.
  public static func isGood(_ answer: Span<UInt8>, format: WireFormat) -> Bool {
    guard let body = try? JSON(parsing: answer), body.members != nil else { return false }
    if let error = body["error"], !error.isNull { return false }
    return format != .responses || body["status"]?.string == "completed"
  }
}
