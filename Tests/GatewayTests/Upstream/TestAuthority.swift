import FakeUpstream
import Foundation

/// An authority that the program `openssl` makes for one test, and the certificates that it signs.
struct TestAuthority {
  private static let program = "/usr/bin/openssl"

  /// Whether the program is installed; `script/setup --tests` does it.
  static var isAvailable: Bool {
    ProcessInfo.processInfo.environment["CI"] == "true" || FileManager.default.isExecutableFile(atPath: program)
  }

  private static let settings = """
    [ca]
    default_ca = own
    [own]
    database = index.txt
    new_certs_dir = .
    serial = serial
    default_md = sha256
    policy = any
    copy_extensions = copy
    unique_subject = no
    [any]
    commonName = supplied
    [req]
    distinguished_name = name
    prompt = no
    [name]
    CN = unused
    """

  /// Holds everything.
  let folder: URL

  /// Runs `body` with a new authority, and removes it afterwards.
  static func with(_ body: (TestAuthority) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let authority = TestAuthority(folder: folder)
    try Data(settings.utf8).write(to: folder.appending(path: "openssl.cnf"))
    try Data().write(to: folder.appending(path: "index.txt"))
    try Data("01\n".utf8).write(to: folder.appending(path: "serial"))
    try authority.makeKey("ca")
    try authority.openssl(
      "req -x509 -key ca.key -out ca.pem -days 30 -subj",
      "/CN=Test Authority",
      "-addext basicConstraints=critical,CA:TRUE"
    )
    try await body(authority)
  }

  /// The authority's own certificate.
  var certificateFile: String { folder.appending(path: "ca.pem").path }

  /// A certificate, and its key.
  ///
  /// - Parameters:
  ///   - names: for whom, such as `DNS:provider.test` or `IP:127.0.0.1`.
  ///   - from: since when it is valid, as `YYYYMMDD`.
  ///   - until: until when.
  /// - Returns: what a server needs to show it.
  /// - Throws: what `openssl` says against it.
  func issue(_ names: String, from: String = "20200101", until: String = "21000101") throws -> ServerTLS {
    let name = UUID().uuidString
    try makeKey(name)
    try openssl("req -new -key \(name).key -out \(name).csr -subj", "/CN=leaf", "-addext subjectAltName=\(names)")
    try openssl(
      "ca -batch -notext -cert ca.pem -keyfile ca.key -in \(name).csr -out \(name).pem",
      "-startdate \(from)000000Z -enddate \(until)000000Z"
    )
    return ServerTLS(certificates: try text("\(name).pem"), key: try text("\(name).key"))
  }

  private func makeKey(_ name: String) throws {
    try openssl("ecparam -name prime256v1 -genkey -noout -out \(name).key")
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  /// Runs the program. Each text is split at its spaces, but for one that begins with a slash.
  private func openssl(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: Self.program)
    process.arguments = arguments.flatMap { $0.hasPrefix("/") ? [$0] : $0.split(separator: " ").map(String.init) }
    process.environment = ["OPENSSL_CONF": "openssl.cnf", "PATH": "/usr/bin:/bin"]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw OpenSSLFailure(said: String(decoding: said, as: UTF8.self)) }
  }

  struct OpenSSLFailure: Error {
    let said: String
  }
}
