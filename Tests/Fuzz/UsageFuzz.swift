/// Any bytes as a provider's answer: however they are cut into pieces, the same tokens are counted. Compiled together with
/// the sources it tests, see script/fuzz.
///
/// The first byte says in which format, the second where the bytes are cut, the rest is the answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzUsage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count > 2, let start else { return 0 }
  let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
  let format: WireFormat = start[0] & 1 == 0 ? .responses : .messages
  let isStreamed = start[0] & 2 == 0
  let usage = read(bytes, format, isStreamed, cuts: [])
  precondition(usage == read(bytes, format, isStreamed, cuts: [Int(start[1]) * bytes.count / 256]), "another count")
  precondition(usage == read(bytes, format, isStreamed, cuts: Array(1..<bytes.count)), "another count")
  if let usage { precondition(usage.input >= usage.cachedInput || format == .responses, "more cached than there is") }
  return 0
}

private func read(
  _ bytes: UnsafeRawBufferPointer,
  _ format: WireFormat,
  _ isStreamed: Bool,
  cuts: [Int]
) -> TokenUsage? {
  var reader = UsageReader(format: format, streamed: isStreamed)
  var position = 0
  for end in cuts + [bytes.count] where end > position {
    // A copy of its own, so that a look beyond the piece is one beyond its memory.
    Array(bytes[position..<end]).withUnsafeBytes { reader.read($0) }
    position = end
  }
  return reader.usage
}
