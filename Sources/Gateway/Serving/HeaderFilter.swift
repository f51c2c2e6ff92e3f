import NIOHTTP1

/// Which header fields pass from one side to the other.
///
/// Everything passes that is not named here: clients and providers agree on fields that a gateway need not know
/// (`anthropic-beta`, `openai-organization`, rate-limit fields).
enum HeaderFilter {
  /// The fields that describe one connection, and not the message (RFC 9110, section 7.6.1).
  private static func isHopByHop(_ name: String) -> Bool {
    switch name.utf8.count {
    case 2: name.matchesLowercased("te")
    case 7: name.matchesLowercased("trailer") || name.matchesLowercased("upgrade")
    case 10: name.matchesLowercased("connection") || name.matchesLowercased("keep-alive")
    case 16: name.matchesLowercased("proxy-connection")
    case 17: name.matchesLowercased("transfer-encoding")
    case 18: name.matchesLowercased("proxy-authenticate")
    case 19: name.matchesLowercased("proxy-authorization")
    default: false
    }
  }

  /// What a client sends that stays on this machine: its key, its cookies for `localhost`, and what Codex tells of the
  /// workspace (path, remote URLs, commit).
  private static func staysHere(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: name.matchesLowercased("host")
    case 6: name.matchesLowercased("cookie") || name.matchesLowercased("expect")
    case 9: name.matchesLowercased("x-api-key")
    case 13: name.matchesLowercased("authorization")
    case 14: name.matchesLowercased("content-length")
    case 21: name.matchesLowercased("x-codex-turn-metadata")
    default: false
    }
  }

  /// The client's fields that go to the upstream. `Host`, `Content-Length` and the credentials are to be added.
  static func forUpstream(_ headers: HTTPHeaders) -> HTTPHeaders {
    filtered(headers) { isHopByHop($0) || staysHere($0) }
  }

  /// The upstream's fields that go to the client.
  static func forClient(_ headers: HTTPHeaders) -> HTTPHeaders {
    filtered(headers, isHopByHop)
  }

  private static func filtered(_ headers: HTTPHeaders, _ isDropped: (String) -> Bool) -> HTTPHeaders {
    let listed = connectionTokens(headers)
    var result = HTTPHeaders()
    result.reserveCapacity(headers.count + 4)
    for (name, value) in headers where !isDropped(name) {
      if !listed.isEmpty, listed.contains(name.lowercased()) { continue }
      result.add(name: name, value: value)
    }
    return result
  }

  /// The fields that `Connection` names besides `close` and `keep-alive`. `Content-Length` is never one of them: to
  /// drop it on the sender's word would let it choose another framing than the one that was checked.
  private static func connectionTokens(_ headers: HTTPHeaders) -> Set<String> {
    var tokens: Set<String> = []
    for (name, value) in headers where name.matchesLowercased("connection") {
      if value.matchesLowercased("keep-alive") || value.matchesLowercased("close") { continue }
      for token in value.split(separator: ",") {
        let token = token.filter { $0 != " " && $0 != "\t" }.lowercased()
        if token != "content-length" { tokens.insert(token) }
      }
    }
    return tokens
  }
}
