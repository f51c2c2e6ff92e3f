extension FakeUpstream.Answer {
  /// The answer as one response object.
  func responsesBody(_ identity: FakeUpstream.Identity) -> String {
    response(identity, status: "completed", output: item(identity, status: "completed"), usage: usage)
  }

  /// The answer as the events of a streamed response, numbered as OpenAI numbers them.
  func responsesEvents(_ identity: FakeUpstream.Identity) -> [String] {
    var events: [String] = []
    func emit(_ type: String, _ fields: String) {
      let number = events.count
      events.append(
        "event: response.\(type)\n"
          + #"data: {"type":"response.\#(type)","sequence_number":\#(number),\#(fields)}"# + "\n\n"
      )
    }
    func emit(_ type: String, status: String, output: String = "", usage: String = "null") {
      emit(type, #""response":"# + response(identity, status: status, output: output, usage: usage))
    }
    emit("created", status: "in_progress")
    emit("in_progress", status: "in_progress")
    emit("output_item.added", #""output_index":0,"item":\#(item(identity, status: "in_progress"))"#)
    switch self {
    case .toolCall(_, let arguments):
      let place = #""item_id":"fc_\#(identity.call)","output_index":0"#
      for piece in pieces(of: arguments) {
        emit("function_call_arguments.delta", #"\#(place),"delta":\#(jsonString(piece))"#)
      }
      emit("function_call_arguments.done", #"\#(place),"arguments":\#(jsonString(arguments))"#)
    case .text(let text):
      let place = #""item_id":"\#(identity.message)","output_index":0,"content_index":0"#
      let empty = #"{"type":"output_text","text":"","annotations":[]}"#
      let full = #"{"type":"output_text","text":\#(jsonString(text)),"annotations":[]}"#
      emit("content_part.added", #"\#(place),"part":\#(empty)"#)
      for piece in pieces(of: text) {
        emit("output_text.delta", #"\#(place),"delta":\#(jsonString(piece))"#)
      }
      emit("output_text.done", #"\#(place),"text":\#(jsonString(text))"#)
      emit("content_part.done", #"\#(place),"part":\#(full)"#)
    case .reply:
      return []
    }
    let done = item(identity, status: "completed")
    emit("output_item.done", #""output_index":0,"item":\#(done)"#)
    emit("completed", status: "completed", output: done, usage: usage)
    return events
  }

  private var usage: String {
    #"{"input_tokens":12,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,"#
      + #""output_tokens_details":{"reasoning_tokens":0},"total_tokens":19}"#
  }

  /// The one output item: empty of content while in progress.
  private func item(_ identity: FakeUpstream.Identity, status: String) -> String {
    let isDone = status == "completed"
    switch self {
    case .toolCall(let name, let arguments):
      return #"{"type":"function_call","id":"fc_\#(identity.call)","call_id":"\#(identity.call)","#
        + #""name":\#(jsonString(name)),"arguments":\#(jsonString(isDone ? arguments : "")),"status":"\#(status)"}"#
    case .text(let text):
      let content = isDone ? #"{"type":"output_text","text":\#(jsonString(text)),"annotations":[]}"# : ""
      return #"{"type":"message","id":"\#(identity.message)","role":"assistant","status":"\#(status)","#
        + #""content":[\#(content)]}"#
    case .reply:
      return ""
    }
  }

  private func response(
    _ identity: FakeUpstream.Identity,
    status: String,
    output: String,
    usage: String
  ) -> String {
    #"{"id":"\#(identity.response)","object":"response","created_at":1700000000,"status":"\#(status)","#
      + #""error":null,"incomplete_details":null,"instructions":null,"model":\#(jsonString(identity.model)),"#
      + #""output":[\#(output)],"parallel_tool_calls":true,"tool_choice":"auto","tools":[],"metadata":{},"#
      + #""usage":\#(usage)}"#
  }
}
