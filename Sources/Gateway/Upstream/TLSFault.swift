import Glibc
import NIOCore
import NIOSSL

/// Why TLS with a provider has not come about.
struct TLSFault: Error, Equatable, CustomStringConvertible {
  enum Kind: Equatable {
    /// The certificate's time was over on this day.
    case expired(String)
    /// The certificate's time begins on this day.
    case notYetValid(String)
    /// The certificate is for these names, and not for the one that was asked for.
    case wrongName([String])
    case selfSigned
    /// The certificate is signed by somebody of this name, who is not trusted.
    case unknownAuthority(String)
    case noCertificate
    /// What the other side says is not TLS.
    case notTLS
    case oldVersion
    /// It does not know the name that was asked for.
    case unknownName
    /// It asks for a certificate of ours.
    case wantsCertificate
    case closed
    case silent
    /// Something else, in BoringSSL's words.
    case other(String)
  }

  /// Whom the certificate should be for.
  let host: String
  let kind: Kind

  /// - Parameters:
  ///   - host: whom the certificate should be for.
  ///   - kind: what is wrong.
  init(host: String, _ kind: Kind) {
    self.host = host
    self.kind = kind
  }

  /// Understands an error that came while TLS was wanted; `nil` for one that has nothing to do with it.
  ///
  /// - Parameters:
  ///   - error: the error.
  ///   - host: whom the certificate should be for.
  ///   - certificate: what the other side has shown.
  ///   - now: seconds since 1970.
  init?(_ error: any Error, host: String, certificate: NIOSSLCertificate?, now: Int) {
    self.host = host
    switch error {
    case is NIOSSLExtraError: kind = .wrongName(certificate.map { CertificateNames($0).names } ?? [])
    case NIOSSLError.noCertificateToValidate: kind = .noCertificate
    case NIOSSLError.handshakeFailed(let error): kind = Self.kind(error, certificate, now)
    case let error as BoringSSLError: kind = Self.kind(error, certificate, now)
    case ChannelError.eof: kind = .closed
    case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): kind = .closed
    default: return nil
    }
  }

  private static func kind(_ error: BoringSSLError, _ certificate: NIOSSLCertificate?, _ now: Int) -> Kind {
    let stack: NIOBoringSSLErrorStack =
      switch error {
      case .sslError(let stack), .unknownError(let stack): stack
      case .zeroReturn, .syscallError: [.eofDuringHandshake]
      default: []
      }
    guard stack != [.eofDuringHandshake] else { return .closed }
    let words = stack.map(\.description).joined(separator: " ")
    func says(_ names: String...) -> Bool { names.contains { words.contains($0) } }
    if says("CERTIFICATE_VERIFY_FAILED") { return certificate.map { kind($0, now) } ?? .unknownAuthority("") }
    if says("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "INVALID_SSL_RECORD", "PACKET_LENGTH_TOO_LONG") { return .notTLS }
    if says("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL") { return .oldVersion }
    if says("UNRECOGNIZED_NAME") { return .unknownName }
    if says("CERTIFICATE_REQUIRED") { return .wantsCertificate }
    // `error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_INTERNAL_ERROR at …`: the last name says the most.
    let reason = words.split(separator: " ").last { $0.contains("OPENSSL_internal:") }?.split(separator: ":").last
    return .other(reason.map(String.init) ?? "\(error)")
  }

  /// What is wrong with a certificate that was not accepted. BoringSSL knows, but NIOSSL does not tell.
  private static func kind(_ certificate: NIOSSLCertificate, _ now: Int) -> Kind {
    if let fault = Kind(timeOf: certificate, now: now) { return fault }
    let issuer = certificate.issuerName
    if issuer == certificate.subjectName { return .selfSigned }
    let name = issuer.first { $0.type == .commonName } ?? issuer.first { $0.type == .organization }
    return .unknownAuthority(name?.value ?? "")
  }

  /// The fault in words that follow "cannot connect to the provider: ".
  var description: String {
    let advice = "if your company looks into traffic, name its CA certificate's PEM file in SSL_CERT_FILE"
    return switch kind {
    case .expired(let day): "its certificate expired on \(day); if it is not so late yet, set this machine's clock"
    case .notYetValid(let day):
      "its certificate is valid from \(day) on; if it is later than that, set this machine's clock"
    case .wrongName([]): "its certificate is not for `\(host)`"
    case .wrongName(let names): "its certificate is not for `\(host)`, but for \(Self.list(names))"
    case .selfSigned: "its certificate is signed by itself, and by nobody who is trusted here; \(advice)"
    case .unknownAuthority(""): "its certificate is signed by nobody who is trusted here; \(advice)"
    case .unknownAuthority(let name): "its certificate is signed by `\(name)`, who is not trusted here; \(advice)"
    case .noCertificate: "it shows no certificate"
    case .notTLS: "it does not speak TLS on this port; should api_base begin with http://?"
    case .oldVersion: "it speaks no TLS of version 1.2 or later"
    case .unknownName: "it does not know the name `\(host)`"
    case .wantsCertificate: "it wants a client certificate, which this engine cannot show"
    case .closed: "it closed the connection in the middle of the TLS handshake"
    case .silent: "it did not answer the TLS handshake in time"
    case .other(let reason): "the TLS handshake failed (\(reason))"
    }
  }

  /// A few of the certificate's names, which are the other side's words.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "`\($0.prefix(80))`" }.joined(separator: ", ")
    return names.count > 3 ? shown + " and others" : shown
  }
}

extension TLSFault.Kind {
  /// What is wrong with the time of a certificate, if something is.
  init?(timeOf certificate: NIOSSLCertificate, now: Int) {
    if certificate.notValidAfter < now {
      self = .expired(Self.day(certificate.notValidAfter))
    } else if certificate.notValidBefore > now {
      self = .notYetValid(Self.day(certificate.notValidBefore))
    } else {
      return nil
    }
  }

  private static func day(_ seconds: Int) -> String {
    var seconds = time_t(seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday))"
  }
}
