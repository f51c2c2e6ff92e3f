extension ProviderFault {
  /// Reads the body of an answer that is an error.
  ///
  /// - Parameters:
  ///   - status: the answer's status.
  ///   - body: its body, which need not be JSON.
  init(status: Int, body: Span<UInt8>) {
    let json = try? JSON(parsing: body)
    self = json.flatMap { Self(error: $0, status: status) } ?? Self.unreadable(status)
    if RefusalReason(status: status, body: body) == .contextOverflow { kind = .contextOverflow }
  }

  /// Reads an error in a stream, or `nil` if `value` holds none.
  init?(streamed value: JSON) {
    guard var fault = Self(error: value, status: nil) else { return nil }
    if RefusalReason(status: 400, body: value.text.utf8.span) == .contextOverflow { fault.kind = .contextOverflow }
    self = fault
  }

  /// The error is the object under `error`, its text, or the object itself.
  private init?(error value: JSON, status: Int?) {
    let error = value["error"].flatMap { $0.isNull ? nil : $0 } ?? value
    let message = error.string ?? error["message"]?.string ?? value["message"]?.string ?? value["detail"]?.string
    guard let message else { return nil }
    let code = error["code"]?.string ?? error["code"]?.int.map(String.init)
    let names = [error["code"]?.string, error["type"]?.string].compactMap(\.self)
    // Some imitators of OpenAI write a status for a code.
    let named =
      names.compactMap(Kind.init(name:)).first
      ?? error["code"]?.int.flatMap { (400..<600).contains($0) ? Kind(status: $0) : nil }
    // The status says more than the type, but for a quota that is used up (429) and a context that is full (400).
    let kind: Kind =
      switch (status.map(Kind.init(status:)), named) {
      case (.rateLimited?, .billing?), (nil, .billing?): .billing
      case (_, .contextOverflow?): .contextOverflow
      case (let kind?, _): kind
      case (nil, let named): named ?? .server
      }
    self.init(kind, message, code: code, parameter: error["param"]?.string)
  }

  private static func unreadable(_ status: Int) -> ProviderFault {
    ProviderFault(Kind(status: status), "the provider answered with status \(status) and no explanation")
  }
}

extension ProviderFault {
  /// The body of the error for clients of `format`.
  func body(for format: WireFormat, requestID: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      if format.dialect == .anthropic { json.member("type", "error") }
      json.key("error")
      write(for: format.dialect, into: &json)
      json.member("request_id", requestID)
    }
    return json.bytes
  }

  /// The error of an answer that came with a status of 200 and holds none.
  var reply: ErrorReply {
    switch kind {
    case .contextOverflow: ErrorReply(.invalidRequest, anthropicMessage)
    case .invalidRequest: ErrorReply(.invalidRequest, message, parameter: parameter)
    case .rateLimited, .billing: ErrorReply(.rateLimited, message)
    case .overloaded: ErrorReply(.unavailable, message)
    case .timeout: ErrorReply(.gatewayTimeout, message)
    case .authentication, .permission, .notFound, .tooLarge, .server: ErrorReply(.badGateway, message)
    }
  }

  /// The object under `error`.
  func write(for dialect: WireFormat.Dialect, into json: inout JSONWriter) {
    json.object { json in
      switch dialect {
      case .anthropic:
        json.member("type", kind.anthropicType)
        json.member("message", anthropicMessage)
      case .openAI:
        json.member("message", message)
        json.member("type", kind.openAIType)
        json.member("param", parameter.map { .string($0) } ?? .null)
        json.member("code", (kind.openAICode ?? code).map { .string($0) } ?? .null)
      }
    }
  }

  /// The message in words that Claude Code acts on: it shortens the conversation after these alone.
  private var anthropicMessage: String {
    guard kind == .contextOverflow, !message.hasPrefix("prompt is too long") else { return message }
    guard let (tokens, maximum) = TokenCounts.overflow(in: message) else { return "prompt is too long: \(message)" }
    return "prompt is too long: \(tokens) tokens > \(maximum) maximum"
  }
}

/// The numbers in an error about a prompt's length.
enum TokenCounts {
  /// How many tokens the prompt has and how many it may have, if the text says both.
  static func overflow(in text: String) -> (tokens: Int, maximum: Int)? {
    let numbers = numbers(in: text)
    guard let tokens = numbers.max(), let maximum = numbers.first(where: { $0 < tokens }) else { return nil }
    return (tokens, maximum)
  }

  /// The whole numbers from 256 on; `128,000` is one.
  private static func numbers(in text: String) -> [Int] {
    var numbers: [Int] = []
    var digits = ""
    for byte in text.utf8.lazy.map({ $0 }) + [0] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(Character(Unicode.Scalar(byte)))
      case UInt8(ascii: ",") where !digits.isEmpty: continue
      default:
        if let number = Int(digits), number >= 256 { numbers.append(number) }
        digits = ""
      }
    }
    return numbers
  }
}
