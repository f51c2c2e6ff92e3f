import FakeUpstream
import NIOCore
import Testing
import WireFormats

@testable import Gateway

/// The objects and the memory of a request serve those after it.
@Suite struct ReuseTests {
  private func properties(of object: Any) -> [String: String] {
    Dictionary(
      Mirror(reflecting: object).children.map { ($0.label ?? "", String(reflecting: $0.value)) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private func core() throws -> GatewayCore {
    GatewayCore(
      configuration: try ConfigurationReader.read(
        yaml: """
          model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
          general_settings: {master_key: os.environ/A}
          """,
        file: "c.yaml",
        environment: { _ in "sk-a" }
      ).0,
      allowedAddresses: nil,
      limits: GatewayLimits(),
      log: nil,
      startSeconds: 0
    )
  }

  /// A property that is added and not cleared fails here.
  @Test func aClearedRequestIsLikeANewOne() throws {
    let request = InboundRequest()
    let new = properties(of: request)
    var buffer = ByteBuffer(
      string: "POST /v1/responses HTTP/1.0\r\nAuthorization: Bearer sk-a\r\nConnection: X-A\r\n"
        + "Content-Length: 5\r\n\r\nabc"
    )
    var heads = HeadReader()
    let head = try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
    try request.begin(head, core: core(), client: Admission.Client())
    #expect(try !request.readBody(from: &buffer, isKept: true, limit: 1000))
    let used = properties(of: request)
    #expect(new.keys.filter { used[$0] == new[$0] }.isEmpty)
    request.clear()
    #expect(properties(of: request) == new)
  }

  @Test func aClearedForwardingIsLikeANewOne() throws {
    let forwarding = Forwarding()
    let new = properties(of: forwarding)
    let deployment = try #require(try core().configuration.deployments.first)
    let route = Route(deployment, index: 0, state: DeploymentState(), upstreamModel: "u")
    let body = Array(#"{"model":"m","stream":true}"#.utf8)
    let envelope = try RequestEnvelope(scanning: body.span)
    let plan = RoutePlan(model: "m", routes: [route], format: .messages, streamed: true)
    let answer = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    var buffer = answer
    var heads = HeadReader()
    let head = try UpstreamHead(try #require(try heads.take(from: &buffer, limits: GatewayLimits())))
    let held = HeldAnswer(head, isFailure: false, isHTTP10: false, translation: nil, followsOpening: false)

    let inbound = InboundRequest()
    inbound.body = ByteBuffer(bytes: body)
    forwarding.begin(envelope, .messages, plan, account: nil, at: .uptimeNanoseconds(5))
    let request = UpstreamRequest(
      inbound,
      head.head,
      format: .messages,
      envelope: envelope,
      route: route,
      endpoint: try UpstreamEndpoint(base: "http://127.0.0.1:1", provider: .anthropic),
      in: ByteBuffer()
    )
    for _ in 0..<2 {
      forwarding.begin(route, request, in: .messages, nil, at: .uptimeNanoseconds(6))
      forwarding.answerBegan(at: .uptimeNanoseconds(7))
      if forwarding.attempt?.number == 1 { _ = forwarding.end(at: .uptimeNanoseconds(8)) }
    }
    forwarding.held = held
    forwarding.failure = .provider(held, route)
    forwarding.reading = AnswerReading(format: .messages, streamed: true, copyLimit: 1, contentType: "a")
    forwarding.requestTokens = 12
    forwarding.isWhole = true
    forwarding.pingDue = .uptimeNanoseconds(9)
    forwarding.isOpened = true
    forwarding.streamTail = EventStreamTail(head, .chunks, isTranslated: true)
    forwarding.overheadMicroseconds = 10
    let used = properties(of: forwarding)
    // What this test leaves out.
    let others: Set = ["account", "stream", "storing", "spareAttempt"]
    #expect(Set(new.keys.filter { used[$0] == new[$0] }) == others)
    forwarding.clear()
    #expect(properties(of: forwarding) == new)
  }

  private final class Thing: Reusable {
    var content = ""
    func clear() { content = "" }
  }

  /// Whoever still holds an object keeps it to himself.
  @Test func anObjectThatIsHeldIsNotUsedAgain() throws {
    var spares = SpareObjects<Thing>()
    #expect(spares.take() == nil)
    let held = Thing()
    spares.keep(held)
    #expect(spares.take() == nil)
    withExtendedLifetime(held) {}
    spares.keep(Thing())
    #expect(spares.take()?.content == "")
    #expect(spares.take() == nil)
  }

  /// A buffer of which a part is still to be sent is not written over.
  @Test func aBufferThatIsHeldIsNotWrittenOver() {
    var spares = SpareBuffers()
    var writer = HeadWriter(in: spares.take(), capacity: 64)
    writer.raw("GET /first HTTP/1.1\r\n")
    let first = writer.finish()
    spares.keep(first)
    var next = HeadWriter(in: spares.take(), capacity: 16)
    next.raw("GET /second HTTP/1.1\r\n")
    #expect(String(buffer: next.finish()) == "GET /second HTTP/1.1\r\n\r\n")
    #expect(String(buffer: first) == "GET /first HTTP/1.1\r\n\r\n")
  }

  /// Requests of changing size and with changing fields, in one packet, on two connections.
  @Test func pipelinedRequestsKeepToThemselves() async throws {
    let script = FakeUpstream.Script.respond { request in
      .body(#"{"n":"\#(String(repeating: "y", count: request.text.utf8.count % 97))"}"#)
        .adding((name: "x-echo", value: request.header("x-number") ?? "none"))
    }
    try await TestGateway.run(script) { gateway, upstream in
      let sizes = [3000, 1, 20_000, 40, 9000, 0, 700]
      func ask(_ connection: Int) async throws -> String {
        let requests = sizes.indices.map { index in
          let fields = (0..<index * 5 % 30).map { "X-Field-\(connection)-\(index): \($0)" }
          let headers = ["Authorization: Bearer \(TestGateway.key)", "X-Number: \(connection)-\(index)"] + fields
          let text = String(repeating: "x", count: sizes[index])
          return TestGateway.request(
            "/v1/chat/completions",
            #"{"model":"\#(index % 2 == 0 ? "gpt-test" : "same-name")","n":"\#(text)"}"#,
            headers: headers
          )
        }
        let client = try RawClient(port: gateway.port)
        await client.send(requests.joined() + TestGateway.request("/health", headers: ["Connection: close"]))
        return String(decoding: await client.receiveAll(), as: UTF8.self)
      }
      for connection in 0..<2 {
        let answers = try await ask(connection)
        let echoes = answers.matches(of: /x-echo: (\S+)/).map { String($0.1) }
        #expect(echoes == sizes.indices.map { "\(connection)-\($0)" })
      }
      #expect(upstream.requests.count == sizes.count * 2)
      for request in upstream.requests {
        let number = try #require(request.header("x-number"))
        let index = try #require(number.split(separator: "-").last.flatMap { Int($0) })
        let fields = request.headers.filter { $0.name.hasPrefix("X-Field") }
        #expect(fields.map(\.name) == Array(repeating: "X-Field-\(number)", count: index * 5 % 30))
        #expect((request.json["n"] as? String)?.utf8.count == sizes[index])
        #expect(request.model == (index % 2 == 0 ? "gpt-upstream" : "same-name"))
      }
    }
  }
}
