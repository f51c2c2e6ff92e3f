extension FakeUpstream.Turn {
  /// The answer as one response object.
  func responsesBody(_ identity: FakeUpstream.Identity) -> String {
    response(identity, status: responsesEnd, output: items(identity).joined(separator: ","), usage: responsesUsage)
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
    for type in ["created", "in_progress"] {
      emit(type, #""response":"# + response(identity, status: "in_progress", output: "", usage: "null"))
    }
    for (index, part) in parts.enumerated() {
      let begun = item(part, index, identity, status: "in_progress")
      emit("output_item.added", #""output_index":\#(index),"item":\#(begun)"#)
      switch part {
      case .thinking(let thought, _):
        let place = #""item_id":"\#(identity.item("rs", index))","output_index":\#(index),"summary_index":0"#
        emit("reasoning_summary_part.added", #"\#(place),"part":{"type":"summary_text","text":""}"#)
        for piece in pieces(of: thought) {
          emit("reasoning_summary_text.delta", #"\#(place),"delta":\#(jsonString(piece))"#)
        }
        emit("reasoning_summary_text.done", #"\#(place),"text":\#(jsonString(thought))"#)
        emit("reasoning_summary_part.done", #"\#(place),"part":{"type":"summary_text","text":\#(jsonString(thought))}"#)
      case .call(let name, _, let arguments):
        let place = #""item_id":"fc_\#(identity.call(index))","output_index":\#(index)"#
        for piece in pieces(of: arguments) {
          emit("function_call_arguments.delta", #"\#(place),"delta":\#(jsonString(piece))"#)
        }
        emit(
          "function_call_arguments.done",
          #"\#(place),"name":\#(jsonString(name)),"arguments":\#(jsonString(arguments))"#
        )
      case .customCall(_, let input):
        let place = #""item_id":"ctc_\#(identity.call(index))","output_index":\#(index)"#
        for piece in pieces(of: input) {
          emit("custom_tool_call_input.delta", #"\#(place),"delta":\#(jsonString(piece))"#)
        }
        emit("custom_tool_call_input.done", #"\#(place),"input":\#(jsonString(input))"#)
      case .toolSearch: break
      case .webSearch:
        for step in ["in_progress", "searching", "completed"] {
          emit("web_search_call.\(step)", #""item_id":"\#(identity.item("ws", index))","output_index":\#(index)"#)
        }
      case .text(let text):
        let place = #""item_id":"\#(identity.item("msg", index))","output_index":\#(index),"content_index":0"#
        let empty = #"{"type":"output_text","text":"","annotations":[]}"#
        let full = #"{"type":"output_text","text":\#(jsonString(text)),"annotations":[]}"#
        emit("content_part.added", #"\#(place),"part":\#(empty)"#)
        for piece in pieces(of: text) {
          emit("output_text.delta", #"\#(place),"delta":\#(jsonString(piece)),"logprobs":[]"#)
        }
        emit("output_text.done", #"\#(place),"text":\#(jsonString(text)),"logprobs":[]"#)
        emit("content_part.done", #"\#(place),"part":\#(full)"#)
      }
      let done = item(part, index, identity, status: "completed")
      emit("output_item.done", #""output_index":\#(index),"item":\#(done)"#)
    }
    emit(responsesEnd, #""response":"# + responsesBody(identity))
    return events
  }

  private var responsesEnd: String {
    if case .length = end { "incomplete" } else { "completed" }
  }

  private var responsesUsage: String {
    #"{"input_tokens":\#(usage.input),"input_tokens_details":{"cached_tokens":\#(usage.cached ?? 0)},"#
      + #""output_tokens":\#(usage.output),"output_tokens_details":{"reasoning_tokens":\#(usage.thought ?? 0)},"#
      + #""total_tokens":\#(usage.total)}"#
  }

  private func items(_ identity: FakeUpstream.Identity) -> [String] {
    parts.enumerated().map { item($1, $0, identity, status: "completed") }
  }

  /// The output item of a part: empty of content while in progress.
  private func item(_ part: Part, _ index: Int, _ identity: FakeUpstream.Identity, status: String) -> String {
    let isDone = status == "completed"
    let call = identity.call(index)
    switch part {
    case .thinking(let thought, let proof):
      let summary = isDone ? #"{"type":"summary_text","text":\#(jsonString(thought))}"# : ""
      return #"{"type":"reasoning","id":"\#(identity.item("rs", index))","summary":[\#(summary)],"#
        + #""encrypted_content":\#(isDone ? jsonString(proof) : "null")}"#
    case .call(let name, let namespace, let arguments):
      let space = namespace.map { #""namespace":\#(jsonString($0)),"# } ?? ""
      return #"{"type":"function_call","id":"fc_\#(call)","call_id":"\#(call)",\#(space)"#
        + #""name":\#(jsonString(name)),"arguments":\#(jsonString(isDone ? arguments : "")),"status":"\#(status)"}"#
    case .customCall(let name, let input):
      return #"{"type":"custom_tool_call","id":"ctc_\#(call)","call_id":"\#(call)","#
        + #""name":\#(jsonString(name)),"input":\#(jsonString(isDone ? input : "")),"status":"\#(status)"}"#
    case .toolSearch(let arguments):
      return #"{"type":"tool_search_call","id":"tsc_\#(call)","call_id":"\#(call)","execution":"client","#
        + #""arguments":\#(isDone ? arguments : "{}"),"status":"\#(status)"}"#
    case .webSearch(let query, let url):
      let action =
        #""action":{"type":"search","query":\#(jsonString(query)),"sources":[{"type":"url","url":\#(jsonString(url))}]}"#
      return #"{"type":"web_search_call","id":"\#(identity.item("ws", index))","status":"\#(status)","#
        + #"\#(isDone ? action : #""action":{"type":"search"}"#)}"#
    case .text(let text):
      let content = isDone ? #"{"type":"output_text","text":\#(jsonString(text)),"annotations":[]}"# : ""
      return #"{"type":"message","id":"\#(identity.item("msg", index))","role":"assistant","status":"\#(status)","#
        + #""content":[\#(content)]}"#
    }
  }

  private func response(
    _ identity: FakeUpstream.Identity,
    status: String,
    output: String,
    usage: String
  ) -> String {
    let details = status == "incomplete" ? #"{"reason":"max_output_tokens"}"# : "null"
    return #"{"id":"\#(identity.response)","object":"response","created_at":1700000000,"status":"\#(status)","#
      + #""error":null,"incomplete_details":\#(details),"instructions":null,"model":\#(jsonString(identity.model)),"#
      + #""output":[\#(output)],"parallel_tool_calls":true,"tool_choice":"auto","tools":[],"metadata":{},"#
      + #""usage":\#(usage)}"#
  }
}
