internal import WireFormats

/// What a wire format is tried with: a streamed answer of one word, and a streamed call of a tool.
struct WireQuestion {
  /// The tool that the model is asked to call.
  static let tool = "report_word"
  private static let schema =
    #"{"type":"object","properties":{"word":{"type":"string"}},"required":["word"],"additionalProperties":false}"#
  /// Room for the thoughts of models that think.
  private static let limit = 2000

  let format: WireFormat
  let model: String

  /// The body of a request for one word.
  func word() -> [UInt8] { body("Reply with the word ok. (\(UInt64.random(in: 0..<1 << 32)))", tools: nil) }

  /// The body of a request for a call.
  func call() -> [UInt8] {
    let description = #""name":"\#(Self.tool)","description":"Reports a word.""#
    let tools =
      switch format {
      case .chatCompletions:
        #"[{"type":"function","function":{\#(description),"parameters":\#(Self.schema)}}]"#
      case .messages: #"[{\#(description),"input_schema":\#(Self.schema)}]"#
      default: #"[{"type":"function",\#(description),"parameters":\#(Self.schema),"strict":false}]"#
      }
    let question = "Call the tool \(Self.tool) with the word ok, and say nothing. (\(UInt64.random(in: 0..<1 << 32)))"
    return body(question, tools: tools)
  }

  private func body(_ question: String, tools: String?) -> [UInt8] {
    let messages = #"[{"role":"user","content":"\#(question)"}]"#
    let rest = #""stream":true"# + (tools.map { #","tools":\#($0)"# } ?? "")
    let name = model.filter { $0 != "\"" && $0 != "\\" }
    let content =
      switch format {
      case .responses: #""input":\#(messages),"store":false,"max_output_tokens":\#(Self.limit)"#
      case .messages: #""messages":\#(messages),"max_tokens":\#(Self.limit)"#
      // Chat completions have two names for a limit, of which each is an error somewhere.
      default: #""messages":\#(messages)"#
      }
    return Array(#"{"model":"\#(name)",\#(content),\#(rest)}"#.utf8)
  }
}
