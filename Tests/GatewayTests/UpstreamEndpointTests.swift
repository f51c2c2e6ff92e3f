import NIOCore
import Testing
import WireFormats

@testable import Gateway

@Suite struct UpstreamEndpointTests {
  @Test(arguments: [
    ("https://api.host/v1", ProviderKind.openAI, WireFormat.chatCompletions, "api.host", 443, "/v1/chat/completions"),
    ("https://api.host/v1/", .openAI, .responses, "api.host", 443, "/v1/responses"),
    ("http://h:81/a/b", .openAI, .embeddings, "h", 81, "/a/b/embeddings"),
    ("https://api.host", .anthropic, .messages, "api.host", 443, "/v1/messages"),
    ("https://api.host/", .anthropic, .messages, "api.host", 443, "/v1/messages"),
    ("https://api.host/v1", .anthropic, .countTokens, "api.host", 443, "/v1/messages/count_tokens"),
    ("https://api.host/v1/messages", .anthropic, .messages, "api.host", 443, "/v1/messages"),
    ("https://api.host/anthropic", .anthropic, .messages, "api.host", 443, "/anthropic/v1/messages"),
    ("http://[::1]:8080/v1", .openAI, .completions, "::1", 8080, "/v1/completions"),
  ])
  func pathsAreCompletedAsLiteLLMDoes(
    _ base: String,
    _ provider: ProviderKind,
    _ format: WireFormat,
    _ host: String,
    _ port: Int,
    _ target: String
  ) throws {
    let endpoint = try UpstreamEndpoint(base: base, provider: provider)
    #expect(endpoint.host == host)
    #expect(endpoint.port == port)
    #expect(Self.target(endpoint, format, query: "") == target)
    #expect(Self.target(endpoint, format, query: "a=b") == target + "?a=b")
  }

  @Test(arguments: [
    ("api.host/v1", UpstreamEndpoint.Fault.scheme), ("ftp://h", .scheme), ("https://", .host), ("https:///v1", .host),
    ("https://a b/v1", .host), ("https://h\r\nX: y/v1", .host), ("https://h:99999", .port), ("https://h:x", .port),
    ("https://u@h", .unsupportedPart), ("https://h/v1?x=y", .unsupportedPart), ("https://h/v1#x", .unsupportedPart),
    ("https://h/v 1", .unsupportedPart), ("http://[::1", .host),
  ])
  func faultsAreTold(_ base: String, _ fault: UpstreamEndpoint.Fault) {
    #expect(throws: fault) { try UpstreamEndpoint(base: base, provider: .openAI) }
  }

  private static func target(_ endpoint: UpstreamEndpoint, _ format: WireFormat, query: Substring) -> String {
    var writer = HeadWriter(capacity: 64)
    writer.target(endpoint, format, query: query)
    return String(buffer: writer.bytes)
  }
}
