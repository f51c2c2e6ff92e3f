import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What an error of the network means to a user.
enum NetworkReason {
  /// The error in words that follow "cannot connect to the provider: ".
  static func words(for error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError: words(for: error)
    case let error as SocketAddressError.UnknownHost: unresolved(error.host, error)
    case let error as IOError: words(for: error)
    case ChannelError.connectTimeout: "no answer within the time to connect"
    case ChannelError.eof, NIOSSLError.uncleanShutdown: "it closed the connection"
    // With TLS 1.3 an upstream may refuse what it has seen of us after the handshake.
    case let error as BoringSSLError:
      TLSFault(error, host: "", certificate: nil, now: 0).map { "\($0)" } ?? "\(error)"
    default: "\(error)"
    }
  }

  private static func words(for error: NIOConnectionError) -> String {
    let tried = error.connectionErrors.map(\.error)
    // A host without IPv6 cannot reach the provider's IPv6 address: that is not what is wrong.
    let isTelling = { (error: any Error) in
      ![ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT].contains((error as? IOError)?.errnoCode)
    }
    guard let first = tried.first(where: isTelling) ?? tried.first else {
      return unresolved(error.host, error.dnsAError)
    }
    return words(for: first)
  }

  private static func words(for error: IOError) -> String {
    switch error.errnoCode {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET, EPIPE: "it closed the connection"
    case ENETUNREACH, EHOSTUNREACH: "this machine has no way to it"
    case ETIMEDOUT: "no answer"
    default: error.description
    }
  }

  private static func unresolved(_ host: String, _ error: (any Error)?) -> String {
    let isTemporary = (error as? SocketAddressError.UnknownHost)?.errorCode == Int(EAI_AGAIN)
    return "the name `\(host)` cannot be resolved\(isTemporary ? ": no name server answers" : "")"
  }
}
