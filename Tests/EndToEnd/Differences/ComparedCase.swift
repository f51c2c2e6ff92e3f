import FakeUpstream

/// One request that both engines get, in a client's format.
struct ComparedCase {
  /// What the case is about, and for a streamed one ` streamed` behind it.
  let name: String
  /// What the client speaks.
  let client: FakeUpstream.Format
  /// The body without its model.
  let fields: String

  /// The body for a model.
  func body(_ model: String) -> String { #"{"model":"\#(model)",\#(fields)}"# }

  /// Whether the provider's answer ends before it is complete.
  var breaksOff: Bool { name.hasPrefix("cut") || name.hasPrefix("failing") }

  /// The same, for a stream.
  var streamed: ComparedCase {
    let usage = client == .chat ? #","stream_options":{"include_usage":true}"# : ""
    return ComparedCase(name: "\(name) streamed", client: client, fields: #"\#(fields),"stream":true\#(usage)"#)
  }

  /// Every case.
  static var all: [ComparedCase] {
    let tables: [(FakeUpstream.Format, [(String, String)])] = [
      (.chat, chat + errors.map { ($0, message("scenario \($0)")) }),
      (.responses, responses + errors.map { ($0, #""input":"scenario \#($0)""#) }),
      (.messages, messages + errors.map { ($0, limited(message("scenario \($0)"))) }),
    ]
    return tables.flatMap { client, table in
      table.map { ComparedCase(name: $0.0, client: client, fields: $0.1) } + streamed(table, client)
    }
  }

  private static let errors = ["auth", "rate", "context", "server"]

  /// The cases whose answer is streamed: some of those of `table`, and two that only a stream can have.
  private static func streamed(_ table: [(String, String)], _ client: FakeUpstream.Format) -> [ComparedCase] {
    let text = table.first { $0.0 == "text" }?.1 ?? ""
    let streams = table.filter { ["text", "calls", "thought", "length"].contains($0.0) }
    let failing = ["cut", "failing"].map { ($0, text.replacing("scenario text", with: "scenario \($0)")) }
    return (streams + failing).map { ComparedCase(name: $0, client: client, fields: $1).streamed }
  }

  private static func message(_ text: String) -> String { #""messages":[{"role":"user","content":"\#(text)"}]"# }

  private static func limited(_ fields: String, _ limit: Int = 1000) -> String { #"\#(fields),"max_tokens":\#(limit)"# }

  private static let image =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
  private static let parameters =
    #"{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}"#
  private static let schema =
    #"{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}"#
  private static let oslo = #"{\"city\":\"Oslo\"}"#
  private static let rome = #"{\"city\":\"Rome\"}"#

  private static var chat: [(String, String)] {
    let tools =
      #""tools":[{"type":"function","function":{"name":"weather","description":"Tells it","parameters":\#(parameters)}}]"#
    let calls = [("call_a", oslo), ("call_b", rome)].map {
      #"{"id":"\#($0.0)","type":"function","function":{"name":"weather","arguments":"\#($0.1)"}}"#
    }
    return [
      ("text", message("scenario text")),
      ("calls", "\(message("scenario calls")),\(tools)"),
      (
        "results",
        #"\#(tools),"messages":[{"role":"user","content":"scenario calls"},{"role":"assistant","content":"I ask","tool_calls":[\#(calls.joined(separator: ","))]},{"role":"tool","tool_call_id":"call_a","content":"cold"},{"role":"tool","tool_call_id":"call_b","content":"warm"}]"#
      ),
      (
        "chosen",
        #"\#(message("scenario call")),\#(tools),"tool_choice":{"type":"function","function":{"name":"weather"}},"parallel_tool_calls":false"#
      ),
      (
        "image",
        #""messages":[{"role":"user","content":[{"type":"text","text":"scenario image"},{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(image)"}}]}]"#
      ),
      ("thought", #"\#(message("scenario thought")),"reasoning_effort":"low""#),
      (
        "schema",
        #"\#(message("scenario schema")),"response_format":{"type":"json_schema","json_schema":{"name":"place","strict":true,"schema":\#(schema)}}"#
      ),
      ("stop", #"\#(message("scenario stop")),"stop":["END"],"max_tokens":50,"temperature":0.5"#),
      ("length", #"\#(message("scenario length")),"max_completion_tokens":30"#),
      (
        "system",
        #""messages":[{"role":"system","content":"first rule"},{"role":"user","content":"scenario system"},{"role":"assistant","content":"yes"},{"role":"system","content":"second rule"},{"role":"user","content":"go on"}]"#
      ),
    ]
  }

  private static var responses: [(String, String)] {
    let tools =
      #""tools":[{"type":"function","name":"weather","description":"Tells it","parameters":\#(parameters)}]"#
    let turns = [("call_a", oslo), ("call_b", rome)].map {
      #"{"type":"function_call","call_id":"\#($0.0)","name":"weather","arguments":"\#($0.1)"}"#
    }
    let results = [("call_a", "cold"), ("call_b", "warm")].map {
      #"{"type":"function_call_output","call_id":"\#($0.0)","output":"\#($0.1)"}"#
    }
    return [
      ("text", #""input":"scenario text""#),
      ("calls", #""input":"scenario calls",\#(tools)"#),
      (
        "results",
        #"\#(tools),"input":[{"role":"user","content":"scenario calls"},{"role":"assistant","content":"I ask"},\#((turns + results).joined(separator: ","))]"#
      ),
      (
        "chosen",
        #""input":"scenario call",\#(tools),"tool_choice":{"type":"function","name":"weather"},"parallel_tool_calls":false"#
      ),
      (
        "image",
        #""input":[{"role":"user","content":[{"type":"input_text","text":"scenario image"},{"type":"input_image","image_url":"data:image/png;base64,\#(image)"}]}]"#
      ),
      ("thought", #""input":"scenario thought","reasoning":{"effort":"low","summary":"auto"}"#),
      (
        "schema",
        #""input":"scenario schema","text":{"format":{"type":"json_schema","name":"place","strict":true,"schema":\#(schema)}}"#
      ),
      ("length", #""input":"scenario length","max_output_tokens":30,"temperature":0.5"#),
      (
        "system",
        #""instructions":"first rule","input":[{"role":"user","content":"scenario system"},{"role":"assistant","content":"yes"},{"role":"developer","content":"second rule"},{"role":"user","content":"go on"}]"#
      ),
    ]
  }

  private static var messages: [(String, String)] {
    let tools = #""tools":[{"name":"weather","description":"Tells it","input_schema":\#(parameters)}]"#
    let calls = [("toolu_a", "Oslo"), ("toolu_b", "Rome")].map {
      #"{"type":"tool_use","id":"\#($0.0)","name":"weather","input":{"city":"\#($0.1)"}}"#
    }
    return [
      ("text", limited(message("scenario text"))),
      ("calls", limited("\(message("scenario calls")),\(tools)")),
      (
        "results",
        limited(
          #"\#(tools),"messages":[{"role":"user","content":"scenario calls"},{"role":"assistant","content":[{"type":"text","text":"I ask"},\#(calls.joined(separator: ","))]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_a","content":"cold"},{"type":"tool_result","tool_use_id":"toolu_b","content":"warm","is_error":true}]}]"#
        )
      ),
      (
        "chosen",
        limited(
          #"\#(message("scenario call")),\#(tools),"tool_choice":{"type":"tool","name":"weather","disable_parallel_tool_use":true}"#
        )
      ),
      (
        "image",
        limited(
          #""messages":[{"role":"user","content":[{"type":"text","text":"scenario image"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"\#(image)"}}]}]"#
        )
      ),
      (
        "thought",
        limited(#"\#(message("scenario thought")),"thinking":{"type":"enabled","budget_tokens":2000}"#, 4000)
      ),
      (
        "schema",
        limited(
          #"\#(message("scenario schema")),"output_config":{"format":{"type":"json_schema","schema":\#(schema)}}"#
        )
      ),
      ("stop", limited(#"\#(message("scenario stop")),"stop_sequences":["END"],"temperature":0.5"#)),
      ("length", limited(message("scenario length"), 30)),
      (
        "system",
        limited(
          #""system":"first rule","messages":[{"role":"user","content":"scenario system"},{"role":"system","content":"second rule"},{"role":"assistant","content":"yes"},{"role":"user","content":"go on"}]"#
        )
      ),
    ]
  }
}
