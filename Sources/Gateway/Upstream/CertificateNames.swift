import NIOSSL

/// The names that a certificate is for.
///
/// NIOSSL checks them too, but is content when the certificate is for the address that the connection leads to. Behind a
/// proxy that is the proxy's address, and so the proxy could take the provider's place.
struct CertificateNames {
  /// The names, in lower case, such as `api.example.com` or `*.example.com`.
  let names: [String]

  init(_ names: [String]) {
    self.names = names
  }

  init(_ certificate: NIOSSLCertificate) {
    names = certificate._subjectAlternativeNames().filter { $0.nameType == .dnsName }.map { name in
      // A character outside ASCII could only be one that looks like another.
      String(decoding: name.contents, as: UTF8.self).lowercased()
    }
  }

  /// Whether the certificate is for `host`. An asterisk stands for a whole first label, and for no other (RFC 9525,
  /// section 6.3).
  func contain(_ host: String) -> Bool {
    let host = (host.last == "." ? host.dropLast() : Substring(host)).lowercased()
    guard !host.isEmpty else { return false }
    return names.contains { name in
      if name == host { return true }
      guard name.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
      let parent = name.dropFirst()
      return parent == host[dot...] && parent.dropFirst().contains(".")
    }
  }
}
