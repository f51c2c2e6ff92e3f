/// Why a proxy has made no connection to a provider.
struct ProxyFault: Error, Equatable, CustomStringConvertible {
  enum Kind: Equatable {
    /// There is no connection to the proxy itself, for this reason.
    case unreachable(String)
    /// It wants to be told who asks. The scheme is given where it is another one than `Basic`.
    case credentialsMissing(otherScheme: String?)
    case credentialsRefused
    /// Another status than success.
    case status(Int)
    /// It does not speak HTTP/1.1.
    case malformed
    /// It closed the connection without an answer.
    case closed
    /// No answer came in time.
    case silent
  }

  let proxy: ProxyServer
  let kind: Kind

  /// The fault in words that follow "cannot connect to the provider: ".
  var description: String {
    let name = "the proxy at \(proxy.name) (\(proxy.variable))"
    return switch kind {
    case .unreachable(let reason): "\(name) cannot be reached: \(reason)"
    case .credentialsMissing(nil):
      "\(name) wants a user name and a password: write \(proxy.variable)=http://USER:PASSWORD@\(proxy.name)"
    case .credentialsMissing(let scheme?): "\(name) wants \(scheme) authentication; this engine knows Basic only"
    case .credentialsRefused: "\(name) does not accept the user name and password in \(proxy.variable)"
    case .status(403): "\(name) does not allow it (status 403)"
    case .status(let status) where [502, 503, 504].contains(status): "\(name) cannot reach it (status \(status))"
    case .status(let status): "\(name) refused it (status \(status))"
    case .malformed: "\(name) does not answer in HTTP/1.1"
    case .closed: "\(name) closed the connection without an answer"
    case .silent: "\(name) did not answer in time"
    }
  }
}
