@testable import WireFormats

/// One answer of thoughts, text and calls, as each kind of provider streams it.
enum StreamSamples {
  static let chat = [
    #"{"id":"x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
    #"{"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}"#,
    #"{"choices":[{"index":0,"delta":{"content":"Hel"}}]}"#, #"{"choices":[{"index":0,"delta":{"content":"lo"}}]}"#,
    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}}]}"#,
    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]}}]}"#,
    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}"#,
    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"g","arguments":"{}"}}]}}]}"#,
    #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":null}"#,
    #"{"choices":[],"usage":{"prompt_tokens":18,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":5}}}"#,
  ]

  static let messages = [
    #"""
    {"type":"message_start","message":{"id":"msg_x","type":"message","role":"assistant","content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":3,"output_tokens":1}}}
    """#,
    #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
    #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
    #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"SIG"}}"#,
    #"{"type":"content_block_stop","index":0}"#, #"{"type":"ping"}"#,
    #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
    #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}"#,
    #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}}"#,
    #"{"type":"content_block_stop","index":1}"#,
    #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}"#,
    #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}"#,
    #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}"#,
    #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":1}"}}"#,
    #"{"type":"content_block_stop","index":2}"#,
    #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":7}}"#,
    #"{"type":"message_stop"}"#,
  ]

  static let responses = [
    #"{"type":"response.created","sequence_number":0,"response":{"id":"resp_x","output":[]}}"#,
    #"{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}"#,
    #"{"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0,"part":{}}"#,
    #"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"one"}"#,
    #"{"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":1,"part":{}}"#,
    #"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"two"}"#,
    #"""
    {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"one"},{"type":"summary_text","text":"two"}],"encrypted_content":"ENC"}}
    """#,
    #"{"type":"response.output_item.added","output_index":1,"item":{"type":"message","content":[]}}"#,
    #"{"type":"response.content_part.added","output_index":1,"content_index":0,"part":{"type":"output_text","text":""}}"#,
    #"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hel"}"#,
    #"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"lo"}"#,
    #"{"type":"response.output_text.done","output_index":1,"content_index":0,"text":"Hello"}"#,
    #"{"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"Hello"}]}}"#,
    #"{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"call_1","name":"f","arguments":""}}"#,
    #"{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"a\""}"#,
    #"{"type":"response.function_call_arguments.delta","output_index":2,"delta":":1}"}"#,
    #"{"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":1}"}}"#,
    #"""
    {"type":"response.completed","response":{"id":"resp_x","output":[],"usage":{"input_tokens":18,"input_tokens_details":{"cached_tokens":5},"output_tokens":7,"total_tokens":25}}}
    """#,
  ]

  static func of(_ format: WireFormat) -> [String] {
    switch format {
    case .chatCompletions: chat
    case .responses: responses
    default: messages
    }
  }

  static let pairs: [(WireFormat, WireFormat)] = {
    let formats: [WireFormat] = [.chatCompletions, .responses, .messages]
    return formats.flatMap { client in formats.map { (client, $0) } }
  }()

  /// A machine for a short request.
  static func machine(
    _ client: WireFormat,
    _ upstream: WireFormat,
    request: String? = nil
  ) throws -> StreamTranslation {
    let requests: [WireFormat: String] = [
      .chatCompletions: #"{"model":"mine","stream":true,"messages":[]}"#,
      .responses: #"{"model":"mine","stream":true,"input":"hi"}"#,
      .messages: #"{"model":"mine","stream":true,"max_tokens":9,"messages":[]}"#,
    ]
    let body = Array((request ?? requests[client] ?? "").utf8)
    let translation = try Translation(
      client: client,
      upstream: upstream,
      request: body.span,
      model: "theirs",
      requestID: "r1",
      created: 7
    )
    return translation.stream()
  }
}
