import NIOCore
import Testing
import WireFormats

@testable import Gateway

@Suite struct AnswerStoreTests {
  private static let second: Int64 = 1_000_000_000

  private func key(_ model: String) throws -> CacheKey {
    let core = GatewayCore(
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
    let body = #"{"model":"\#(model)"}"#
    var buffer = ByteBuffer(
      string: "POST /v1/responses HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
    var heads = HeadReader()
    let head = try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
    let request = InboundRequest()
    try request.begin(head, core: core, client: Admission.Client())
    _ = try request.readBody(from: &buffer, isKept: true, limit: 1000)
    return try #require(CacheKey(request, .responses, [], isShared: false))
  }

  private func answer(_ size: Int, at now: Int64) -> CachedAnswer {
    CachedAnswer(
      contentType: "application/json",
      body: ByteBuffer(repeating: 0x20, count: size),
      deployment: "m/1",
      storedAt: now
    )
  }

  @Test func anAnswerIsKeptForItsTime() throws {
    var store = AnswerStore()
    let key = try key("a")
    store.store(answer(10, at: 0), for: key, until: 5 * Self.second, maximumSize: 10_000)
    #expect(store.answer(to: key, now: 5 * Self.second - 1) != nil)
    #expect(store.answer(to: key, now: 5 * Self.second) == nil)
    #expect(store.count == 0)
    store.store(answer(10, at: 0), for: key, until: 0, maximumSize: 10_000)
    #expect(store.count == 0)
  }

  @Test func whatWasNotUsedForTheLongestGoesFirst() throws {
    var store = AnswerStore()
    let keys = try ["a", "b", "c", "d"].map(key)
    for key in keys[..<3] { store.store(answer(1000, at: 0), for: key, until: Self.second, maximumSize: 5000) }
    #expect(store.count == 3)
    #expect(store.answer(to: keys[0], now: 1) != nil)
    store.store(answer(1000, at: 0), for: keys[3], until: Self.second, maximumSize: 5000)
    #expect(store.answer(to: keys[1], now: 1) == nil)
    #expect(store.answer(to: keys[0], now: 1) != nil)
    #expect(store.answer(to: keys[3], now: 1) != nil)
  }

  @Test func theSizeIsBoundedWhateverComes() throws {
    var store = AnswerStore()
    for number in 0..<200 {
      store.store(answer(700, at: 0), for: try key("\(number % 50)"), until: Self.second, maximumSize: 20_000)
      #expect(store.count * 700 <= 20_000)
    }
    #expect(store.count > 5)
    store.store(answer(30_000, at: 0), for: try key("large"), until: Self.second, maximumSize: 20_000)
    #expect(store.answer(to: try key("large"), now: 1) == nil)
  }
}
