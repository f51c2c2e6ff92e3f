import NIOCore
import WireFormats

/// What is written about one request. Never a key, and no text of a prompt or an answer unless that is asked for.
struct AccessLogEntry: Sendable {
  var requestID = RequestID(prefix: "", number: 0)
  var method = RequestMethod.other
  var path = "-"
  var status = 0
  /// The name of the client's key; empty for the master key.
  var clientKey: String = ""
  /// The program that asked, by what it says of itself.
  var tool: String = ""
  /// What the client speaks; `nil` where no model was asked for.
  var format: WireFormat?
  /// What the provider was asked in; `nil` where none was asked.
  var upstreamFormat: WireFormat?
  var isStreamed = false
  /// The model as the client named it; empty where it named none.
  var model: String = ""
  /// The `model_name` in the configuration that answers to it.
  var modelGroup: String = ""
  /// The model as the provider knows it.
  var servedModel: String = ""
  /// The upstream's address, or `mock`; empty where the gateway answered itself.
  var upstream: String = ""
  /// The name of the deployment whose answer it is.
  var deployment: String = ""
  /// How many times a provider was asked.
  var tries = 0
  /// How many tries followed the first on the same model, and how many on others.
  var retries = 0
  var fallbacks = 0
  /// The tries that failed: which deployment, and how.
  var failures: [(deployment: String, label: String)] = []
  /// What the provider counted, where it did.
  var usage: TokenUsage?
  /// What that costs by the configuration's prices, in US dollars.
  var cost: Double?
  /// Whether the answer came from the gateway's own cache.
  var isCacheHit = false
  /// The bodies, where they are to be kept.
  var requestText: ByteBuffer?
  var responseText: ByteBuffer?
  var requestBytes = 0
  var responseBytes = 0
  /// From the head's arrival to the answer's end, in microseconds.
  var microseconds: Int64 = 0
  /// From the head's arrival to the answer's first byte, in microseconds.
  var firstByteMicroseconds: Int64 = 0
  /// How long the request was here without a provider's having it, up to the answer's first byte.
  var overheadMicroseconds: Int64 = 0
  /// What went wrong, in a few words.
  var fault: String = ""

  /// Takes note of how an answer begins.
  mutating func noteFirstByte(
    status: Int,
    microseconds: Int64,
    retries: Int = 0,
    fallbacks: Int = 0,
    overheadMicroseconds: Int64 = 0
  ) {
    self.status = status
    firstByteMicroseconds = microseconds
    self.retries = retries
    self.fallbacks = fallbacks
    self.overheadMicroseconds = overheadMicroseconds
  }

  /// Appends the entry as one line, behind its time: fields that a person reads in order, and `key=value` pairs that a
  /// program finds.
  func write(to line: inout [UInt8]) {
    line.appendField("", method.rawValue)
    line.appendField("", path)
    line.appendField("", status)
    if !clientKey.isEmpty { line.appendField("key=", clientKey) }
    if !tool.isEmpty { line.appendField("tool=", tool) }
    if !model.isEmpty { line.appendField("model=", model) }
    if !upstream.isEmpty { line.appendField("upstream=", upstream) }
    if !deployment.isEmpty { line.appendField("deployment=", deployment) }
    if retries > 0 { line.appendField("retries=", retries) }
    if fallbacks > 0 { line.appendField("fallbacks=", fallbacks) }
    if !failures.isEmpty {
      line.appendField("failed=", failures.map { "\($0.deployment):\($0.label)" }.joined(separator: ","))
    }
    if isCacheHit { line.appendField("cache=", "hit") }
    if let usage {
      line.appendField("tokens_in=", usage.input)
      line.appendField("tokens_out=", usage.output)
    }
    line.appendField("in=", requestBytes)
    line.appendField("out=", responseBytes)
    line.appendField("ms=", microseconds: microseconds)
    line.appendField("first_ms=", microseconds: firstByteMicroseconds)
    if !upstream.isEmpty { line.appendField("own_ms=", microseconds: overheadMicroseconds) }
    if !fault.isEmpty { line.append(contentsOf: " fault=\"\(fault)\"".utf8) }
    line.appendField("id=", requestID)
    line.append(UInt8(ascii: "\n"))
  }
}
