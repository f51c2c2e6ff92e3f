public import NIOSSL

/// The server's side of TLS.
public struct ServerTLS: Sendable {
  /// The certificate, and those between it and its authority, as PEM.
  public var certificates: String
  /// Its private key, as PEM.
  public var key: String
  /// The newest version that is spoken, if not the newest there is.
  public var maximumVersion: TLSVersion?

  /// Serves with a certificate.
  ///
  /// - Parameters:
  ///   - certificates: the certificate, and those between it and its authority, as PEM.
  ///   - key: its private key, as PEM.
  public init(certificates: String, key: String) {
    self.certificates = certificates
    self.key = key
  }

  /// A self-signed certificate for `localhost` and 127.0.0.1.
  public static let selfSigned = ServerTLS(certificates: TestCertificate.certificate, key: TestCertificate.key)

  /// Makes it ready.
  ///
  /// - Returns: the context.
  /// - Throws: when BoringSSL refuses it.
  func context() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificates.utf8)).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
    )
    configuration.minimumTLSVersion = .tlsv1
    configuration.maximumTLSVersion = maximumVersion
    return try NIOSSLContext(configuration: configuration)
  }
}
