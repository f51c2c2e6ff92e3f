import Diagnostics
import Glibc
import NIOSSL

/// A file, or a folder of files, with certificates of authorities to trust beside the system's.
struct CertificateBundle: Sendable, Equatable {
  /// What names it: a variable or a key of the configuration.
  let name: String
  let path: String
  var isFolder = false

  /// What the user's other programs go by: OpenSSL and Go, Node (and with it Claude Code), Python's requests.
  ///
  /// - Parameter value: looks up a variable.
  /// - Returns: all that are set. OpenSSL would take the first in place of the system's authorities; whoever names a
  ///   company's authority does not mean that.
  static func all(_ value: (String) -> String?) -> [CertificateBundle] {
    let files = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"].compactMap { name in
      value(name).flatMap { $0.isEmpty ? nil : CertificateBundle(name: name, path: $0) }
    }
    let folders = (value("SSL_CERT_DIR") ?? "").split(separator: ":").map { path in
      CertificateBundle(name: "SSL_CERT_DIR", path: String(path), isFolder: true)
    }
    return files + folders
  }

  /// Reads the certificates.
  ///
  /// - Throws: a `Failure` that says by its ``name`` and path what cannot be read, or has no certificate in it.
  func certificates() throws(Failure) -> [NIOSSLCertificate] {
    // Python's requests takes a folder in place of a file as well.
    isFolder || Self.isFolder(path) ? try readFolder() : try readFile()
  }

  private func readFile() throws(Failure) -> [NIOSSLCertificate] {
    guard access(path, R_OK) == 0 else { throw unreadable(errno) }
    do {
      return try NIOSSLCertificate.fromPEMFile(path)
    } catch {
      throw failure(
        "has no certificate that can be read",
        hint:
          "it must be a PEM file (`-----BEGIN CERTIFICATE-----`); `openssl x509 -inform der` makes one of a DER file"
      )
    }
  }

  /// All files that hold certificates, whatever they are called. Others may lie there as well.
  private func readFolder() throws(Failure) -> [NIOSSLCertificate] {
    guard let folder = opendir(path) else { throw unreadable(errno) }
    defer { closedir(folder) }
    // The same certificate is often there twice: as a file, and as a link with its hash for a name.
    var certificates: Set<NIOSSLCertificate> = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix("."), let found = try? NIOSSLCertificate.fromPEMFile("\(path)/\(name)") else { continue }
      certificates.formUnion(found)
    }
    guard !certificates.isEmpty else {
      throw failure("has no file with a certificate in it", hint: "put PEM files there (`-----BEGIN CERTIFICATE-----`)")
    }
    return Array(certificates)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func unreadable(_ code: Int32) -> Failure {
    let reason = code == ENOENT ? "does not exist" : "cannot be read: \(String(cString: strerror(code)))"
    return failure(reason, hint: "mend \(name), or unset it")
  }

  private func failure(_ words: String, hint: String) -> Failure {
    let message = "the \(isFolder ? "folder" : "file") that \(name) names \(words)"
    return Failure(.badInput, id: "proxy.certificates", message, hint: hint, file: path)
  }
}
