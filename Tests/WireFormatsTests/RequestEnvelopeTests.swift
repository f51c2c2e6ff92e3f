import Testing

@testable import WireFormats

@Suite struct RequestEnvelopeTests {
  private func envelope(_ body: String) throws(RequestEnvelope.Fault) -> RequestEnvelope {
    try RequestEnvelope(scanning: Array(body.utf8).span)
  }

  private func fault(_ body: String) -> RequestEnvelope.Fault? {
    do throws(RequestEnvelope.Fault) {
      _ = try envelope(body)
      return nil
    } catch {
      return error
    }
  }

  private func text(_ body: String, _ span: Range<Int>) -> String {
    String(decoding: Array(body.utf8)[span], as: UTF8.self)
  }

  @Test(arguments: [
    (#"{"model":"gpt-5.5"}"#, "gpt-5.5", #""gpt-5.5""#, false),
    (#" { "a" : [1, {"model": "no"}] , "model" : "m" , "stream" : true } "#, "m", #""m""#, true),
    (#"{"stream":false,"model":"\u0067pt-\ud83d\ude00"}"#, "gpt-😀", #""\u0067pt-\ud83d\ude00""#, false),
    (#"{"mod\u0065l":"x","messages":[{"content":"\"model\":\"y\""}]}"#, "x", #""x""#, false),
  ])
  func findsModelAndStream(_ body: String, _ model: String, _ raw: String, _ stream: Bool) throws {
    let found = try envelope(body)
    #expect(found.model == model)
    #expect(text(body, found.modelSpan) == raw)
    #expect(found.stream == stream)
    #expect(found.localSpans.isEmpty)
  }

  @Test(arguments: [
    (#"{"model":"m","client_metadata":{"cwd":"/x"}}"#, #"{"model":"m"}"#),
    (#"{"client_metadata":{"cwd":"/x"} , "model":"m"}"#, #"{"model":"m"}"#),
    (#"{"a":1, "client_metadata" : [1,2], "model":"m"}"#, #"{"a":1, "model":"m"}"#),
    (#"{"a":1,"model":"m","client_metadata":null }"#, #"{"a":1,"model":"m" }"#),
    (#"{"model":"m","cache":{"no-cache":true}}"#, #"{"model":"m"}"#),
    (#"{"model":"m" , "client_metadata":{}, "cache":{} }"#, #"{"model":"m" }"#),
    (#"{ "cache":{},"client_metadata":{} , "model":"m"}"#, #"{ "model":"m"}"#),
    (#"{"cache":{},"model":"m","client_metadata":1,"b":2}"#, #"{"model":"m","b":2}"#),
    (#"{"a":1,"cache":{},"model":"m","client_metadata":1}"#, #"{"a":1,"model":"m"}"#),
  ])
  func whatStaysHereCanBeCutOut(_ body: String, _ rest: String) throws {
    var bytes = Array(body.utf8)
    for span in try envelope(body).localSpans.reversed() { bytes.removeSubrange(span) }
    #expect(String(decoding: bytes, as: UTF8.self) == rest)
  }

  @Test func nestedClientMetadataStays() throws {
    #expect(try envelope(#"{"model":"m","a":{"client_metadata":1,"cache":{}}}"#).localSpans.isEmpty)
  }

  @Test func wishesForTheCacheAreRead() throws {
    func wish(_ cache: String) throws -> CacheWish { try envelope(#"{"model":"m","cache":\#(cache)}"#).cacheWish }
    #expect(try wish("null") == CacheWish())
    #expect(try wish("[{}]") == CacheWish())
    #expect(try wish("{}") == CacheWish())
    #expect(try wish(#"{"no-cache": true}"#).refusesCached)
    #expect(try !wish(#"{"no-cache": false, "no-store":1}"#).refusesStoring)
    let all = try wish(#"{ "no-store" : true , "ttl":30.5,"s-maxage":10, "x":{"ttl":1}, "us\u0065-cache":true }"#)
    #expect(all.refusesStoring && all.asksForCache && !all.refusesCached)
    #expect(all.lifetimeSeconds == 30.5)
    #expect(all.maximumAgeSeconds == 10)
  }

  @Test(arguments: [
    ("[]", RequestEnvelope.Fault.notAnObject), ("3", .notAnObject), (#""x""#, .notAnObject),
    ("{}", .noModel), (#"{"model":3}"#, .noModel), (#"{"model":""}"#, .noModel), (#"{"a":{"model":"m"}}"#, .noModel),
    (#"{"model":"a","model":"b"}"#, .repeated("model")), (#"{"model":"a","mode\u006c":"b"}"#, .repeated("model")),
    (#"{"model":"\ud800"}"#, .noModel), (#"{"model":3,"model":"b"}"#, .repeated("model")),
    (#"{"client_metadata":1,"model":"m","client_metadata":2}"#, .repeated("client_metadata")),
    (#"{"cache":{},"model":"m","cache":{}}"#, .repeated("cache")),
  ])
  func namesTheFault(_ body: String, _ expected: RequestEnvelope.Fault) {
    #expect(fault(body) == expected)
  }

  @Test(arguments: [
    "", " ", "{", #"{"model""#, #"{"model":"#, #"{"model":"m""#, #"{"model":"m",}"#, #"{"model":"m"}x"#, "{model:1}",
    #"{"a":01,"model":"m"}"#, #"{"a":1.,"model":"m"}"#, #"{"a":1e,"model":"m"}"#, #"{"a":-,"model":"m"}"#,
    #"{"a":tru,"model":"m"}"#, #"{"a":"\x","model":"m"}"#, #"{"a":"\u12g4","model":"m"}"#, #"{"a":[1 2],"model":"m"}"#,
    #"{"a":[1,],"model":"m"}"#, #"{"a":{"b"},"model":"m"}"#, #"{"a":{,},"model":"m"}"#,
    "{\"a\":\"\u{1}\",\"model\":\"m\"}",
    #"{"a":]}"#, #"{"a":[}"#, "\u{FEFF}{}", "model=gpt",
  ])
  func refusesWhatIsNotJSON(_ body: String) {
    guard case .syntax? = fault(body) else {
      Issue.record("accepted: \(body)")
      return
    }
  }

  @Test func nestingIsBounded() throws {
    let deepest = JSONScanner.maximumDepth
    func nested(_ depth: Int) -> String {
      #"{"model":"m","a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }
    #expect(try envelope(nested(deepest)).model == "m")
    #expect(fault(nested(deepest + 1)) != nil)
    #expect(fault(String(repeating: "[", count: 1_000_000)) != nil)
  }

  /// Every byte of a valid body changed to something else must end in an answer, and never in a crash.
  @Test func survivesDamagedBodies() {
    let body = Array(#"{"model":"gpt","stream":true,"client_metadata":{"a":[1,-2.5e3,"\u00e9"]},"x":null}"#.utf8)
    for index in body.indices {
      for replacement in [UInt8(0), 0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x2C, 0x3A, 0x30, 0xFF] {
        var damaged = body
        damaged[index] = replacement
        _ = try? RequestEnvelope(scanning: damaged.span)
      }
      _ = try? RequestEnvelope(scanning: Array(body[..<index]).span)
    }
  }
}
