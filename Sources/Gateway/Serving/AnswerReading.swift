import NIOCore
import WireFormats

/// What is read of a provider's answer while it passes.
struct AnswerReading {
  private var usageReader: UsageReader
  /// What has passed, up to the limit.
  private(set) var copy = ByteBuffer()
  /// Whether ``copy`` is all that has passed.
  private(set) var isCopyWhole = true
  private let copyLimit: Int
  /// What kind of answer it is, where its end is known by more than the end of the connection.
  let contentType: String?

  /// - Parameters:
  ///   - format: the wire format of the answer.
  ///   - streamed: whether it is a stream of events.
  ///   - copyLimit: how many bytes are to be kept.
  ///   - contentType: what kind of answer it is, where its end is known by more than the end of the connection.
  init(format: WireFormat, streamed: Bool, copyLimit: Int, contentType: String?) {
    usageReader = UsageReader(format: format, streamed: streamed)
    self.contentType = contentType
    self.copyLimit = copyLimit
  }

  /// A piece of what the provider sends.
  mutating func see(_ payload: UnsafeRawBufferPointer) { usageReader.read(payload) }

  /// A piece of what the client gets.
  mutating func keep(_ payload: UnsafeRawBufferPointer) {
    guard copyLimit > 0, isCopyWhole else { return }
    let count = min(payload.count, copyLimit - copy.readableBytes)
    copy.writeBytes(UnsafeRawBufferPointer(rebasing: payload[..<count]))
    isCopyWhole = count == payload.count
  }

  mutating func keep(_ bytes: [UInt8]) { bytes.withUnsafeBytes { keep($0) } }

  /// What to charge a client for, where the provider has not said it.
  func estimate(requestTokens: Int) -> TokenUsage { usageReader.estimate(requestTokens: requestTokens) }

  /// The tokens, as far as the provider has told them.
  var usage: TokenUsage? { usageReader.usage }
}
