internal import WireFormats

/// What a provider says of an error, as it may be shown.
enum ProviderMessage {
  /// So much of it is shown.
  private static let longest = 160

  /// The message in the body of an error: one line, not too long; `nil` if there is none. Secrets are taken out before
  /// it is cut: of one that is cut in two, nobody would know the first half.
  static func text(_ body: [UInt8], _ redaction: Redaction) -> String? {
    guard let text = ProviderError.message(in: body.span).map({ redaction($0) }) else { return nil }
    let line = String(text.map { $0.isNewline || $0 == "\u{1B}" ? " " : $0 })
    return line.count > longest ? line.prefix(longest) + "…" : line
  }
}
