internal import WireFormats

extension Verdict {
  /// Tells from an answer what came of it.
  ///
  /// - Parameters:
  ///   - status: its status.
  ///   - body: its body.
  ///   - model: the model that was asked for, which errors repeat.
  public init(status: Int, body: [UInt8], model: String) {
    let words = (ProviderError.message(in: body.span) ?? "").lowercased()
    let isJSON = body.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: "{")
    switch status {
    case 200...299: self = isJSON ? .ok : .wrongBaseURL
    case 401, 403: self = .badKey
    case 402, 429: self = .noQuota
    case 404: self = Self.isAboutTheModel(body, words, model) ? .noSuchModel : .wrongBaseURL
    case 400, 422: self = Self.saysThatTheModelIsMissing(body, words) ? .noSuchModel : .failed
    case 300...399, 405, 502: self = .wrongBaseURL
    case 408, 504: self = .timeout
    case 501: self = .notThisFormat
    default: self = .failed
    }
  }

  private static func isAboutTheModel(_ body: [UInt8], _ words: String, _ model: String) -> Bool {
    saysThatTheModelIsMissing(body, words) || words.contains(model.lowercased()) || words.contains("model")
  }

  private static func saysThatTheModelIsMissing(_ body: [UInt8], _ words: String) -> Bool {
    if String(decoding: body, as: UTF8.self).contains("model_not_found") { return true }
    guard words.contains("model") else { return false }
    return ["not exist", "not found", "unknown", "no such", "invalid model", "not configured", "not available"]
      .contains(where: words.contains)
  }
}
