/// Any bytes as a provider's stream, as its whole answer, and as a client's request: nothing crashes, the client gets the
/// same however a stream is cut, and a stream without a good end is never made to look as if it had one.
/// The first byte says which formats client and provider speak, the second where the stream is cut.
/// Compiled together with the sources it tests, see script/fuzz.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTranslation(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard input.count > 2 else { return 0 }
  let formats: [WireFormat] = [.chatCompletions, .responses, .messages]
  let client = formats[Int(input[0]) % 3]
  let upstream = formats[Int(input[0]) / 3 % 3]
  let bytes = Array(input[2...])
  let request = request(client)
  let span = request.span
  guard
    let translation = try? Translation(
      client: client,
      upstream: upstream,
      request: span,
      requestID: "req_1",
      created: 0
    )
  else { preconditionFailure("the request is refused") }
  let whole = run(translation, [bytes[...]])
  let cut = Int(input[1]) * bytes.count / 255
  precondition(run(translation, [bytes[..<cut], bytes[cut...]]) == whole, "it depends on the cut")
  precondition(run(translation, bytes.indices.map { bytes[$0...$0] }) == whole, "it depends on the pieces")
  precondition(whole.state != .running, "a stream that has ended goes on")
  let answer = bytes.span
  _ = try? translation.translateResponse(answer)
  _ = try? translation.streamResponse(answer)
  _ = translation.translateError(status: 400, body: answer)
  _ = try? Translation(client: client, upstream: upstream, request: answer, requestID: "req_2", created: 0)
  return 0
}

private struct Outcome: Equatable {
  var bytes: [UInt8] = []
  var state = StreamTranslation.State.running
}

private func run(_ translation: Translation, _ pieces: [ArraySlice<UInt8>]) -> Outcome {
  var stream = translation.stream()
  var outcome = Outcome()
  for piece in pieces { outcome.bytes += stream.read(piece.span) }
  outcome.bytes += stream.finish()
  outcome.state = stream.state
  return outcome
}

/// A request with a tool, so that calls in the answer have something to call.
private func request(_ format: WireFormat) -> [UInt8] {
  switch format {
  case .chatCompletions:
    Array(
      #"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}"#
        .utf8
    )
  case .responses:
    Array(
      #"{"model":"m","stream":true,"input":"hi","tools":[{"type":"function","name":"f","parameters":{"type":"object"}},{"type":"custom","name":"g"}]}"#
        .utf8
    )
  default:
    Array(
      #"{"model":"m","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}"#
        .utf8
    )
  }
}
