import NIOCore
import Secrets
import Testing

@testable import Gateway

@Suite struct TunnelHandshakeTests {
  private func handshake(_ authorization: String? = nil) -> TunnelHandshake {
    TunnelHandshake(
      target: "api.host:443",
      authorization: authorization.map { Secret($0) },
      limits: GatewayLimits()
    )
  }

  /// What comes of an answer, all at once and byte for byte.
  private func outcome(_ answer: String, _ authorization: String? = nil) -> TunnelHandshake.Action {
    var whole = handshake(authorization)
    _ = whole.connected()
    let action = whole.received(ByteBuffer(string: answer))
    var pieces = handshake(authorization)
    _ = pieces.connected()
    var last = TunnelHandshake.Action.wait
    for byte in answer.utf8 {
      #expect(last == .wait, "ended before the answer did")
      last = pieces.received(ByteBuffer(bytes: [byte]))
      if last != .wait { break }
    }
    #expect(last == action)
    return action
  }

  @Test func theRequestNamesTheTarget() {
    var plain = handshake()
    #expect(
      plain.connected() == .send(ByteBuffer(string: "CONNECT api.host:443 HTTP/1.1\r\nHost: api.host:443\r\n\r\n"))
    )
    #expect(plain.connected() == .wait)
    var known = handshake("Basic bWU6cGFzcw==")
    let request =
      "CONNECT api.host:443 HTTP/1.1\r\nHost: api.host:443\r\nProxy-Authorization: Basic bWU6cGFzcw==\r\n\r\n"
    #expect(known.connected() == .send(ByteBuffer(string: request)))
  }

  @Test(arguments: [
    "HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200\r\nVia: x\r\n\r\n", "HTTP/1.1 204 x\r\n\r\n",
    // Lengths mean nothing in this answer.
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
  ])
  func successMakesATunnel(_ answer: String) {
    #expect(outcome(answer) == .established)
  }

  @Test(arguments: [
    ("HTTP/1.1 403 Forbidden\r\n\r\n", ProxyFault.Kind.status(403)),
    ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\n", .status(502)),
    ("HTTP/1.1 302 Found\r\nLocation: http://login/\r\n\r\n", .status(302)),
    ("HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=\"a\"\r\n\r\n", .credentialsMissing(otherScheme: nil)),
    ("HTTP/1.1 407 x\r\n\r\n", .credentialsMissing(otherScheme: nil)),
    (
      "HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: basic\r\n\r\n",
      .credentialsMissing(otherScheme: nil)
    ),
    ("HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate\r\n\r\n", .credentialsMissing(otherScheme: "Negotiate")),
    ("SSH-2.0-OpenSSH_9.2\r\n\r\n", .malformed), ("HTTP/1.1 101 x\r\n\r\n", .malformed), ("\u{15}\u{3}", .malformed),
  ])
  func refusalsAreToldApart(_ answer: String, _ kind: ProxyFault.Kind) {
    #expect(outcome(answer) == .fail(kind))
  }

  @Test func credentialsThatAreRefusedAreNotMissing() {
    #expect(outcome("HTTP/1.1 407 x\r\nProxy-Authenticate: Basic\r\n\r\n", "Basic eA==") == .fail(.credentialsRefused))
    let other = "HTTP/1.1 407 x\r\nProxy-Authenticate: Kerberos x\r\n\r\n"
    #expect(outcome(other, "Basic eA==") == .fail(.credentialsMissing(otherScheme: "Kerberos")))
  }

  @Test func bytesBehindTheAnswerAreNotTheTargets() {
    var handshake = handshake()
    _ = handshake.connected()
    #expect(handshake.received(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nx")) == .fail(.malformed))
  }

  @Test func answersWithoutEndAreRefused() {
    var endless = handshake()
    _ = endless.connected()
    let interim = ByteBuffer(string: String(repeating: "HTTP/1.1 100 x\r\n\r\n", count: 17))
    #expect(endless.received(interim) == .fail(.malformed))
    var long = handshake()
    _ = long.connected()
    #expect(
      long.received(ByteBuffer(string: "HTTP/1.1 200 OK\r\nA: " + String(repeating: "b", count: 100_000)))
        == .fail(.malformed)
    )
  }

  @Test func theEndAndSilenceAreToldOnce() {
    var closed = handshake()
    _ = closed.connected()
    #expect(closed.closed() == .fail(.closed))
    #expect(closed.timedOut() == .wait)
    #expect(closed.received(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n")) == .wait)
    var halfway = handshake()
    _ = halfway.connected()
    #expect(halfway.received(ByteBuffer(string: "HTTP/1.1 2")) == .wait)
    #expect(halfway.closed() == .fail(.malformed))
    var silent = handshake()
    _ = silent.connected()
    #expect(silent.timedOut() == .fail(.silent))
    #expect(silent.closed() == .wait)
    var established = handshake()
    _ = established.connected()
    #expect(established.received(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n")) == .established)
    #expect(established.closed() == .wait)
  }
}
