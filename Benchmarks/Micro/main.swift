// How long the pieces take of which a forwarded request is made. script/bench runs it.

import NIOCore
import Secrets

@testable import Gateway
@testable import WireFormats

let limits = GatewayLimits()

// MARK: - The edge

for (name, sample) in [("Claude Code", Samples.claudeHead), ("Codex", Samples.codexHead)] {
  var heads = HeadReader()
  try Stopwatch.time("HeadReader.take, head of \(name)", bytes: sample.readableBytes) {
    var buffer = sample
    Stopwatch.keep(try heads.take(from: &buffer, limits: limits))
  }
}

var claudeBuffer = Samples.claudeHead
var heads = HeadReader()
guard let head = try heads.take(from: &claudeBuffer, limits: limits) else {
  fatalError("the sample is a whole head")
}
let line = try RequestLine(head)
Stopwatch.time("Endpoint") {
  head.bytes.withUnsafeReadableBytes { bytes in
    let path = UnsafeRawBufferPointer(rebasing: bytes[line.path])
    Stopwatch.keep(Endpoint(.post, path))
    Stopwatch.keep(Endpoint.text(of: path))
  }
}

let authenticator = Authenticator(masterKey: Secret(Samples.key))
Stopwatch.time("Authenticator.check") { Stopwatch.keep(authenticator.check(head)) }

let options = ConnectionOptions(head)
Stopwatch.time("HeadWriter, head of Claude Code") {
  var writer = HeadWriter(capacity: 2048)
  writer.raw("POST /v1/messages HTTP/1.1\r\n")
  writer.fields(of: head, options) { $0.isHopByHop || $0.staysHere }
  writer.field("Host", "api.example.com")
  writer.field("x-api-key", Samples.key)
  writer.field("Content-Length", String(98304))
  Stopwatch.keep(writer.finish())
}

// MARK: - Bodies

for (name, size) in [("1 KiB", 1 << 10), ("100 KiB", 100 << 10), ("10 MiB", 10 << 20)] {
  let body = Samples.body(size: size)
  try Stopwatch.time("RequestEnvelope, \(name)", bytes: body.count) {
    Stopwatch.keep(try RequestEnvelope(scanning: body.span))
  }
}

let chunks = Samples.chunks(count: 100)
try Stopwatch.time("BodyReader, 100 chunks", bytes: chunks.count) {
  var reader = BodyReader(.chunked)
  var size = 0
  let progress = try chunks.withUnsafeBytes { bytes in try reader.read(bytes) { size += $0.count } }
  Stopwatch.keep(progress)
  Stopwatch.keep(size)
}

// MARK: - Routing

let (configuration, _) = try ConfigurationReader.read(yaml: Samples.configuration, file: "sample") { _ in nil }
let router = ModelRouter(configuration)
var generator = SplitMix64()
for model in ["single", "double"] {
  Stopwatch.time("RoutePlan.begin, \(model) deployment") {
    let routes = router.routes(for: model, answering: .chatCompletions)
    var plan = RoutePlan(model: model, routes: routes, format: .chatCompletions, streamed: true)
    Stopwatch.keep(plan.begin(RoutePlan.Surroundings(router: router, now: 0), &generator))
  }
}

// MARK: - The log and errors

var entry = AccessLogEntry(
  requestID: RequestID(prefix: "req_28c90dd6_", number: 123_456),
  method: .post,
  path: "/v1/messages",
  status: 200
)
entry.model = "claude-opus-5-5"
entry.upstream = "api.example.com"
entry.deployment = "claude-opus-5-5/1"
entry.requestBytes = 98304
entry.responseBytes = 4096
entry.microseconds = 1_234_567
entry.firstByteMicroseconds = 234_567
entry.overheadMicroseconds = 87
var logLine: [UInt8] = []
Stopwatch.time("AccessLogEntry.write") {
  logLine.removeAll(keepingCapacity: true)
  entry.write(to: &logLine)
  Stopwatch.keep(logLine)
}

let reply = ErrorReply(.rateLimited, "all deployments of `single` failed a moment ago", retryAfterSeconds: 5)
for (name, dialect) in [("OpenAI", WireFormat.Dialect.openAI), ("Anthropic", .anthropic)] {
  Stopwatch.time("ErrorReply, \(name)") {
    Stopwatch.keep(reply.body(for: dialect, requestID: "req_28c90dd6_1e240"))
  }
}
