/// Any bytes as the body of a request: it is refused, or what is changed in it on the way leaves JSON that means the same.
/// Compiled together with the sources it tests, see script/fuzz.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEnvelope(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let body = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let envelope = try? RequestEnvelope(scanning: body.span) else { return 0 }
  precondition(!envelope.model.isEmpty, "a model without a name")
  precondition(body[envelope.modelSpan].first == 0x22 && body[envelope.modelSpan].last == 0x22, "no string")
  checkReplacing(body, envelope)
  checkCutting(body, envelope)
  checkCanonicalForm(body)
  // White space around a document changes nothing, and anything else does.
  precondition((try? RequestEnvelope(scanning: (body + [0x20, 0x0A]).span)) == envelope, "white space matters")
  precondition((try? RequestEnvelope(scanning: (body + [0x7D]).span)) == nil, "what follows does not matter")
  return 0
}

/// Another model's name in the place of the first.
private func checkReplacing(_ body: [UInt8], _ envelope: RequestEnvelope) {
  var text = JSONText()
  text.string("other \"model\" \u{1}")
  var changed = body
  changed.replaceSubrange(envelope.modelSpan, with: text.bytes)
  guard let other = try? RequestEnvelope(scanning: changed.span) else { preconditionFailure("no JSON any more") }
  precondition(other.model == "other \"model\" \u{1}", "another model than the one written")
  precondition(other.stream == envelope.stream, "another request")
  precondition(other.localSpans.count == envelope.localSpans.count, "another request")
  precondition(other.cacheWish == envelope.cacheWish, "another request")
}

/// The body without what is not to leave this machine.
private func checkCutting(_ body: [UInt8], _ envelope: RequestEnvelope) {
  guard !envelope.localSpans.isEmpty else { return }
  var changed = body
  var end = body.count
  for span in envelope.localSpans.reversed() {
    precondition(!span.overlaps(envelope.modelSpan), "the model is cut out too")
    precondition(span.upperBound <= end, "cut out twice, or in no order")
    end = span.lowerBound
    changed.removeSubrange(span)
  }
  guard let other = try? RequestEnvelope(scanning: changed.span) else { preconditionFailure("no JSON any more") }
  precondition(other.model == envelope.model && other.stream == envelope.stream, "another request")
  precondition(other.localSpans.isEmpty, "it is still there")
}

/// The one form of a body has itself for its form, and is a body with the same meaning.
private func checkCanonicalForm(_ body: [UInt8]) {
  guard let form = try? CanonicalJSON(body.span) else { preconditionFailure("no canonical form") }
  guard let again = try? CanonicalJSON(form.bytes.span) else { preconditionFailure("the form is no JSON") }
  precondition(again.bytes == form.bytes, "not the form of itself")
}
