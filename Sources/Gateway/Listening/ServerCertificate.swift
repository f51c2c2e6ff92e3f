public import Diagnostics
import Glibc
import NIOSSL

/// What the gateway shows to clients that come by TLS.
public struct ServerCertificate: Sendable {
  let certificates: [NIOSSLCertificate]
  let key: NIOSSLPrivateKey

  /// Reads a certificate and its key from PEM files.
  ///
  /// - Parameters:
  ///   - certificateFile: the certificate, and behind it those between it and its authority.
  ///   - keyFile: the private key, without a passphrase.
  /// - Returns: both, and what is worth telling the user about them.
  /// - Throws: a `Failure` that names the file that cannot be used.
  public static func read(
    certificateFile: String,
    keyFile: String
  ) throws(Failure) -> (ServerCertificate, [Diagnostic]) {
    try requireReadable(certificateFile, "--tls-cert")
    try requireReadable(keyFile, "--tls-key")
    guard let certificates = try? NIOSSLCertificate.fromPEMFile(certificateFile) else {
      throw failure(
        "the file holds no certificate that can be read",
        "--tls-cert must name a PEM file (`-----BEGIN CERTIFICATE-----`)",
        certificateFile
      )
    }
    guard let key = try? NIOSSLPrivateKey(file: keyFile, format: .pem) else {
      throw failure(
        "the file holds no private key that can be read",
        "--tls-key must name a PEM file without a passphrase (`-----BEGIN PRIVATE KEY-----`)",
        keyFile
      )
    }
    let certificate = ServerCertificate(certificates: certificates, key: key)
    do {
      _ = try NIOSSLContext(configuration: certificate.configuration)
    } catch {
      throw failure(
        "the key does not belong to the certificate in \(certificateFile)",
        "the first certificate in that file must be the one that was made with this key",
        keyFile
      )
    }
    return (certificate, certificate.findings(certificateFile, keyFile))
  }

  /// TLS of version 1.2 or later, and HTTP/1.1 in it.
  var configuration: TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) },
      privateKey: .privateKey(key)
    )
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    return configuration
  }

  private func findings(_ certificateFile: String, _ keyFile: String) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    var status = stat()
    if stat(keyFile, &status) == 0, status.st_mode & 0o077 != 0 {
      findings.append(
        Diagnostic(
          .warning,
          id: "proxy.tls-key-readable",
          "other users of this machine can read the key",
          hint: "chmod 600 \(keyFile)",
          file: keyFile
        )
      )
    }
    let words: String? =
      switch certificates.first.flatMap({ TLSFault.Kind(timeOf: $0, now: time(nil)) }) {
      case .expired(let day): "expired on \(day)"
      case .notYetValid(let day): "is not valid before \(day)"
      default: nil
      }
    if let words {
      findings.append(
        Diagnostic(
          .warning,
          id: "proxy.tls-certificate-time",
          "the certificate \(words): clients will refuse it",
          hint: "renew it, or set this machine's clock",
          file: certificateFile
        )
      )
    }
    return findings
  }

  private static func requireReadable(_ file: String, _ option: String) throws(Failure) {
    guard access(file, R_OK) != 0 else { return }
    let reason = errno == ENOENT ? "there is no such file" : "cannot be read: \(String(cString: strerror(errno)))"
    throw failure(reason, "\(option) must name a PEM file", file)
  }

  private static func failure(_ message: String, _ hint: String, _ file: String) -> Failure {
    Failure(.badInput, id: "proxy.tls", message, hint: hint, file: file)
  }
}
