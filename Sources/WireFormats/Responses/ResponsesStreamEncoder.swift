/// Writes a Responses stream: the events of OpenAI's own order, each numbered, each item complete when it is done.
struct ResponsesStreamEncoder: Sendable {
  private let context: AnswerContext
  private var sequence = 0
  private var items: [String] = []
  private var part: Answer.Part?
  /// Thoughts become an item when the first of them comes, or their proof.
  private var isAnnounced = false
  private var hasSummary = false
  private var hasBegun = false
  private var itemID = ""

  init(_ context: AnswerContext) {
    self.context = context
  }

  mutating func write(_ event: AnswerEvent, into bytes: inout [UInt8]) {
    // The bytes are handed over and back, so that nothing is copied.
    var output = NumberedEvents(bytes: bytes, next: sequence)
    bytes = []
    write(event, &output)
    bytes = output.bytes
    sequence = output.next
  }

  private mutating func write(_ event: AnswerEvent, _ output: inout NumberedEvents) {
    switch event {
    case .began: begin(&output)
    case .opened(let block):
      begin(&output)
      part = Answer.Part(block)
      itemID = ResponsesAnswerEncoder.itemID(block, nil, items.count, context)
      if block != .reasoning { announce(&output) }
      if case .search = block { tellSearch(&output) }
    case .delta(let text, let logprobs): write(text, logprobs, &output)
    case .proof(let proof):
      part?.proof = proof
      // An item keeps the id that it was announced by.
      if !isAnnounced { itemID = ResponsesAnswerEncoder.itemID(.reasoning, proof, items.count, context) }
    case .citation(let citation): part?.citations.append(citation)
    case .closed: close(status: "completed", &output)
    case .finished(let reason, let usage):
      close(status: "incomplete", &output)
      finish(.init(reason), usage, &output)
    case .failed(let fault): finish(.failed(fault), nil, &output)
    case .keepAlive: output.event("keepalive") { _ in }
    }
  }

  private mutating func begin(_ output: inout NumberedEvents) {
    guard !hasBegun else { return }
    hasBegun = true
    output.event("response.created") { writeResponse(.running, nil, into: &$0) }
    output.event("response.in_progress") { writeResponse(.running, nil, into: &$0) }
  }

  private func writeResponse(
    _ ending: ResponsesAnswerEncoder.Ending,
    _ usage: AnswerUsage?,
    into json: inout JSONWriter
  ) {
    json.key("response")
    ResponsesAnswerEncoder.encode(context, ending, items: items, usage: usage, into: &json)
  }

  /// Says that an item has begun.
  private mutating func announce(_ output: inout NumberedEvents) {
    guard let part, !isAnnounced else { return }
    isAnnounced = true
    let item = ResponsesItem(part, id: itemID, status: "in_progress")
    output.event("response.output_item.added") { json in
      json.member("output_index", items.count)
      json.key("item")
      item.write(into: &json)
    }
    guard part.block == .text || part.block == .refusal else { return }
    output.event("response.content_part.added") { json in
      position("content_index", into: &json)
      json.key("part")
      ResponsesItem.writeContent(part, into: &json)
    }
  }

  private mutating func write(_ text: String, _ logprobs: [JSON], _ output: inout NumberedEvents) {
    guard let block = part?.block else { return }
    announce(&output)
    part?.text += text
    part?.logprobs += logprobs
    switch block {
    case .text:
      output.event("response.output_text.delta") { json in
        position("content_index", into: &json)
        json.member("delta", text)
        json.member("logprobs", .array(logprobs))
      }
    case .refusal:
      output.event("response.refusal.delta") { json in
        position("content_index", into: &json)
        json.member("delta", text)
      }
    case .reasoning: writeSummary(text, &output)
    case .toolCall(_, _, .function):
      output.event("response.function_call_arguments.delta") { json in
        position(nil, into: &json)
        json.member("delta", text)
      }
    case .toolCall(_, _, .custom):
      output.event("response.custom_tool_call_input.delta") { json in
        position(nil, into: &json)
        json.member("delta", text)
      }
    // Its arguments are an object, which comes whole.
    case .toolCall(_, _, .toolSearch), .search: break
    }
  }

  /// The steps of a search, which is over by the time that it is known here.
  private func tellSearch(_ output: inout NumberedEvents) {
    output.event("response.web_search_call.in_progress") { json in position(nil, into: &json) }
    output.event("response.web_search_call.searching") { json in position(nil, into: &json) }
    output.event("response.web_search_call.completed") { json in position(nil, into: &json) }
  }

  private mutating func writeSummary(_ text: String, _ output: inout NumberedEvents) {
    if !hasSummary {
      hasSummary = true
      output.event("response.reasoning_summary_part.added") { json in
        position("summary_index", into: &json)
        json.member("part", ["type": "summary_text", "text": ""])
      }
    }
    output.event("response.reasoning_summary_text.delta") { json in
      position("summary_index", into: &json)
      json.member("delta", text)
    }
  }

  private mutating func close(status: String, _ output: inout NumberedEvents) {
    guard let part else { return }
    if ResponsesAnswerEncoder.isItem(part) {
      announce(&output)
      endPieces(part, &output)
      let item = ResponsesItem(part, id: itemID, status: status).text
      output.event("response.output_item.done") { json in
        json.member("output_index", items.count)
        json.key("item")
        json.raw(item)
      }
      items.append(item)
    }
    self.part = nil
    isAnnounced = false
    hasSummary = false
  }

  /// Repeats as a whole what came in pieces.
  private mutating func endPieces(_ part: Answer.Part, _ output: inout NumberedEvents) {
    switch part.block {
    case .text:
      for (index, annotation) in ResponsesItem.annotations(of: part).enumerated() {
        output.event("response.output_text.annotation.added") { json in
          position("content_index", into: &json)
          json.member("annotation_index", index)
          json.member("annotation", annotation)
        }
      }
      output.event("response.output_text.done") { json in
        position("content_index", into: &json)
        json.member("text", part.text)
        json.member("logprobs", .array(part.logprobs))
      }
      endContentPart(part, &output)
    case .refusal:
      output.event("response.refusal.done") { json in
        position("content_index", into: &json)
        json.member("refusal", part.text)
      }
      endContentPart(part, &output)
    case .reasoning:
      guard hasSummary else { return }
      output.event("response.reasoning_summary_text.done") { json in
        position("summary_index", into: &json)
        json.member("text", part.text)
      }
      output.event("response.reasoning_summary_part.done") { json in
        position("summary_index", into: &json)
        json.member("part", ["type": "summary_text", "text": .string(part.text)])
      }
    case .toolCall(_, let name, .function):
      output.event("response.function_call_arguments.done") { json in
        position(nil, into: &json)
        json.member("name", name.name)
        json.member("arguments", part.text)
      }
    case .toolCall(_, _, .custom):
      output.event("response.custom_tool_call_input.done") { json in
        position(nil, into: &json)
        json.member("input", part.text)
      }
    case .toolCall(_, _, .toolSearch), .search: break
    }
  }

  private mutating func endContentPart(_ part: Answer.Part, _ output: inout NumberedEvents) {
    output.event("response.content_part.done") { json in
      position("content_index", into: &json)
      json.key("part")
      ResponsesItem.writeContent(part, into: &json)
    }
  }

  private mutating func finish(
    _ ending: ResponsesAnswerEncoder.Ending,
    _ usage: AnswerUsage?,
    _ output: inout NumberedEvents
  ) {
    begin(&output)
    let name: StaticString =
      switch ending {
      case .running, .completed: "response.completed"
      case .incomplete: "response.incomplete"
      case .failed: "response.failed"
      }
    output.event(name) { writeResponse(ending, usage, into: &$0) }
  }

  private func position(_ index: StaticString?, into json: inout JSONWriter) {
    json.member("item_id", itemID)
    json.member("output_index", items.count)
    if let index { json.member(index, 0) }
  }
}

/// Events that carry their place in the stream.
private struct NumberedEvents {
  var bytes: [UInt8]
  var next: Int

  mutating func event(_ name: StaticString, _ build: (inout JSONWriter) -> Void) {
    let number = next
    EventStreamText.append(name, to: &bytes) { json in
      json.object { json in
        json.key("type")
        json.string(name.description)
        json.member("sequence_number", number)
        build(&json)
      }
    }
    next += 1
  }
}
