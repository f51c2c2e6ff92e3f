import NIOCore
import WireFormats

/// What is written about one request. Never a key, and no text of a prompt or an answer unless that is asked for.
struct AccessLogEntry: Sendable {
  var requestID: RequestID
  var method: RequestMethod
  var path: String
  var status: Int
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

  /// Appends the entry as one line: fields that a person reads in order, and `key=value` pairs that a program finds.
  func write(to line: inout [UInt8], time: String) {
    line.append(contentsOf: time.utf8)
    append(method.rawValue, to: &line)
    append(path, to: &line)
    append(String(status), to: &line)
    if !clientKey.isEmpty { append(clientKey, named: "key=", to: &line) }
    if !tool.isEmpty { append(tool, named: "tool=", to: &line) }
    if !model.isEmpty { append(model, named: "model=", to: &line) }
    if !upstream.isEmpty { append(upstream, named: "upstream=", to: &line) }
    if !deployment.isEmpty { append(deployment, named: "deployment=", to: &line) }
    if retries > 0 { append(String(retries), named: "retries=", to: &line) }
    if fallbacks > 0 { append(String(fallbacks), named: "fallbacks=", to: &line) }
    if !failures.isEmpty {
      let list = failures.map { "\($0.deployment):\($0.label)" }.joined(separator: ",")
      append(list, named: "failed=", to: &line)
    }
    if isCacheHit { append("hit", named: "cache=", to: &line) }
    if let usage {
      append(String(usage.input), named: "tokens_in=", to: &line)
      append(String(usage.output), named: "tokens_out=", to: &line)
    }
    append(String(requestBytes), named: "in=", to: &line)
    append(String(responseBytes), named: "out=", to: &line)
    append(Self.milliseconds(microseconds), named: "ms=", to: &line)
    append(Self.milliseconds(firstByteMicroseconds), named: "first_ms=", to: &line)
    if !upstream.isEmpty { append(Self.milliseconds(overheadMicroseconds), named: "own_ms=", to: &line) }
    if !fault.isEmpty { line.append(contentsOf: " fault=\"\(fault)\"".utf8) }
    append(requestID.text, named: "id=", to: &line)
    line.append(UInt8(ascii: "\n"))
  }

  private func append(_ value: String, named name: StaticString = "", to line: inout [UInt8]) {
    line.append(UInt8(ascii: " "))
    name.withUTF8Buffer { line.append(contentsOf: $0) }
    // A client chooses the path and the model: they shall neither steer a terminal nor pass for other fields.
    if value.utf8.count <= 200, value.utf8.allSatisfy(Self.isPlain) {
      line.append(contentsOf: value.utf8)
    } else {
      line.append(contentsOf: value.utf8.prefix(200).map { Self.isPlain($0) ? $0 : UInt8(ascii: "?") })
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"")
  }

  private static func milliseconds(_ microseconds: Int64) -> String {
    let tenths = (microseconds + 50) / 100
    return "\(tenths / 10).\(tenths % 10)"
  }
}
