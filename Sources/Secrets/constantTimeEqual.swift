/// Whether two runs of bytes are the same, found out in a time that does not depend on where they differ.
///
/// The time depends on the length of `candidate` alone. A comparison that stops at the first difference lets a client
/// measure its way to the key, byte by byte.
///
/// - Parameters:
///   - candidate: what the client sent.
///   - expected: the key it is compared with.
/// - Returns: `true` if both hold the same bytes.
@inline(never)
public func constantTimeEqual(_ candidate: Span<UInt8>, _ expected: Span<UInt8>) -> Bool {
  var difference = UInt(bitPattern: candidate.count ^ expected.count)
  guard expected.count > 0 else { return candidate.count == 0 }
  var cursor = 0
  for index in candidate.indices {
    difference |= UInt(candidate[index] ^ expected[cursor])
    cursor &+= 1
    if cursor == expected.count { cursor = 0 }
  }
  return difference == 0
}
