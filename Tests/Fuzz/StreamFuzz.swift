/// Any bytes as an answer that passes: the token counts found in it are the same however it is cut, and nothing crashes.
/// The first byte says which format it is read as, the second where it is cut.
/// Compiled together with the sources it tests, see script/fuzz.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStream(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard input.count > 2 else { return 0 }
  let format = WireFormat.allCases[Int(input[0] & 0x7F) % WireFormat.allCases.count]
  let streamed = input[0] & 0x80 != 0
  let answer = Array(input[2...])
  let whole = usage(format, streamed, [answer[...]])
  let cut = Int(input[1]) * answer.count / 255
  precondition(usage(format, streamed, [answer[..<cut], answer[cut...]]) == whole, "it depends on the cut")
  precondition(usage(format, streamed, answer.indices.map { answer[$0...$0] }) == whole, "it depends on the pieces")
  if let whole { precondition(whole.input >= 0 && whole.output >= 0 && whole.cachedInput >= 0, "less than nothing") }
  return 0
}

private func usage(_ format: WireFormat, _ streamed: Bool, _ pieces: [ArraySlice<UInt8>]) -> TokenUsage? {
  var reader = UsageReader(format: format, streamed: streamed)
  for piece in pieces { piece.withUnsafeBytes { reader.read($0) } }
  return reader.usage
}
