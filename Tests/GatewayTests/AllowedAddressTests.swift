import Diagnostics
import NIOCore
import Testing
import WireFormats

@testable import Gateway

@Suite struct AllowedAddressTests {
  @Test(arguments: [
    ("192.168.1.7", "192.168.1.7", true), ("192.168.1.7", "192.168.1.8", false), ("10.0.0.0/8", "10.255.0.1", true),
    ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3/8", "10.9.9.9", true), ("0.0.0.0/0", "8.8.8.8", true),
    ("0.0.0.0/0", "fe80::1", false), ("::/0", "8.8.8.8", true), ("fd00::/8", "fd12::1", true),
    ("fd00::/8", "fe80::1", false), ("::1", "::1", true), ("10.0.0.0/8", "::ffff:10.1.1.1", true),
    ("10.0.0.0/31", "10.0.0.1", true), ("10.0.0.0/31", "10.0.0.2", false), ("10.0.0.0/8", "nonsense", false),
  ])
  func aRangeHoldsItsAddresses(_ range: String, _ address: String, _ expected: Bool) throws {
    #expect(try #require(AddressRange(range)).contains(address) == expected)
  }

  @Test(arguments: ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::1/129", "localhost", "10.0.0.0/8/8"])
  func anythingElseIsNoRange(_ text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test func severalStandInALine() {
    #expect(AddressRange.list("") == nil)
    #expect(AddressRange.list(" , ") == nil)
    #expect(
      AddressRange.list("10.0.0.0/8, ::1") == [AddressRange("10.0.0.0/8"), AddressRange("::1")].compactMap { $0 }
    )
    // A slip of the pen must not open the gateway to everybody.
    #expect(AddressRange.list("all") == [])
  }

  @Test func aBadAddressIsNamedWithItsPlace() throws {
    let yaml = """
      model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
      general_settings: {master_key: os.environ/KEY, allowed_ips: [10.0.0.0/8, all]}
      """
    let failure = try #require(throws: Failure.self) {
      try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { _ in "sk-m" })
    }
    #expect(failure.description.contains("c.yaml:2:74: error: `all` is no address and no network"))
  }

  @Test func othersAreRefusedBeforeAnythingElse() throws {
    func core(_ configured: [String]?, _ options: [String]?) throws -> GatewayCore {
      let yaml = """
        model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
        general_settings: {master_key: os.environ/KEY}
        """
      var (configuration, _) = try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { _ in "sk-m" })
      configuration.allowedAddresses = configured?.compactMap(AddressRange.init)
      return GatewayCore(
        configuration: configuration,
        allowedAddresses: options?.compactMap(AddressRange.init),
        limits: GatewayLimits(),
        log: nil,
        startSeconds: 0
      )
    }
    let stranger = try SocketAddress(ipAddress: "192.168.1.7", port: 1)
    let own = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
    #expect(try core(nil, nil).isAllowed(stranger))
    for core in [try core([], nil), try core(nil, []), try core(["10.0.0.0/8"], ["192.168.2.0/24"])] {
      #expect(!core.isAllowed(stranger))
      #expect(!core.isAllowed(nil))
      #expect(core.isAllowed(own))
    }
    #expect(try core([], ["192.168.1.0/24"]).isAllowed(stranger))
    #expect(try core(["192.168.1.0/24"], []).isAllowed(stranger))

    let refusal = try refusal(isAllowed: false)
    #expect(refusal?.kind == .forbidden)
    #expect(try self.refusal(isAllowed: true)?.kind == .authentication)
  }

  private func refusal(isAllowed: Bool) throws -> ErrorReply? {
    let yaml = """
      model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
      general_settings: {master_key: os.environ/KEY}
      """
    let (configuration, _) = try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { _ in "sk-m" })
    let core = GatewayCore(
      configuration: configuration,
      allowedAddresses: nil,
      limits: GatewayLimits(),
      log: nil,
      startSeconds: 0
    )
    var buffer = ByteBuffer(string: "GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n")
    var heads = HeadReader()
    let head = try #require(try heads.take(from: &buffer, limits: GatewayLimits()))
    let request = InboundRequest()
    try request.begin(head, core: core, client: Admission.Client(isAllowed: isAllowed))
    return request.admission?.refusal
  }
}
