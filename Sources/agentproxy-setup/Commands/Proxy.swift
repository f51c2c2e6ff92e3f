import ArgumentParser
import Diagnostics
import Gateway
import Provisioning
import RequestLog

/// `agentproxy-setup proxy`.
struct Proxy: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the embedded gateway in the foreground.",
    discussion: """
      EXAMPLES:
        agentproxy-setup proxy
        agentproxy-setup proxy --simulate
        agentproxy-setup proxy --port 4100 --config other.yaml

      Reads litellm_config.yaml and .env, and listens on AGENTPROXY_BIND and AGENTPROXY_PORT. Writes one line per \
      request to standard error, without any prompt or key. Goes by HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE. SIGTERM and Control-C let running requests end first; a \
      second one does not. \
      What changes in the two files is taken over at once, or on SIGHUP: requests under way go on, and a file that cannot \
      be used changes nothing.
      """
  )

  @Option(help: ArgumentHelp("The address to listen on; default: AGENTPROXY_BIND, or 127.0.0.1.", valueName: "address"))
  var host: String?

  @Option(help: ArgumentHelp("The port, 0 for any free one; default: AGENTPROXY_PORT, or 4000.", valueName: "number"))
  var port: Int?

  @Option(help: ArgumentHelp("The configuration; default: litellm_config.yaml in the clone.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("How many threads serve.", valueName: "number"))
  var threads = 1

  @Option(
    help: ArgumentHelp(
      "The SQLite file with a row for each request; default: .agentproxy/requests.sqlite in the clone.",
      valueName: "file"
    )
  )
  var requestLog: String?

  @Flag(help: "Keep no rows of the requests.")
  var noRequestLog = false

  @Option(help: ArgumentHelp("A certificate, as PEM: clients then come by https.", valueName: "file"))
  var tlsCert: String?

  @Option(help: ArgumentHelp("The certificate's private key, as PEM.", valueName: "file"))
  var tlsKey: String?

  @Flag(help: "Answer every model with a fixed text, and ask no provider.")
  var simulate = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let port, !(0...65535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535") }
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-cert and --tls-key belong together: name both files or neither")
    }
    guard (1...64).contains(threads) else { throw ValidationError("--threads takes a number from 1 to 64") }
    if requestLog != nil, noRequestLog {
      throw ValidationError("--request-log and --no-request-log exclude each other")
    }
  }

  func run() async throws {
    try await Session.run(shared) { session in
      let (project, environmentFile) = try session.projectIfAny()
      let source = GatewaySource(
        project: project,
        environmentFile: environmentFile,
        configurationFile: config,
        simulate: simulate,
        environment: session.environment,
        places: session.places
      )
      let reading = try source.read()
      reading.findings.forEach(session.console.finding)
      var options = Gateway.Options(
        host: host ?? reading.input.host,
        port: port ?? reading.input.port,
        threads: threads
      )
      if let tlsCert, let tlsKey {
        let (certificate, findings) = try ServerCertificate.read(certificateFile: tlsCert, keyFile: tlsKey)
        findings.forEach(session.console.finding)
        options.certificate = certificate
      }
      options.outbound = reading.outbound
      options.outbound.notices(for: reading.configuration).forEach(session.console.notice)
      options.allowedAddresses = reading.allowedAddresses
      FileDescriptorLimit.raise()
      if session.console.volume != .quiet { options.log = LogWriter.standardError }
      let retentionSeconds = reading.configuration.logRetentionSeconds
      options.requestLog = try openRequestLog(session, project, retentionSeconds: retentionSeconds)
      try await ForegroundGateway(source: source, options: options, console: session.console).run(reading)
    }
  }

  /// Opens the log of requests. Where the user named none, and there can be none, the gateway serves all the same.
  private func openRequestLog(
    _ session: Session,
    _ project: Project?,
    retentionSeconds: Int
  ) throws(Failure) -> RequestLog? {
    let named = requestLog.map { absolutePath($0, from: session.places.current) }
    guard !noRequestLog, let path = named ?? project?.path(".agentproxy/requests.sqlite") else { return nil }
    let name = session.places.display(path)
    let console = session.console
    do throws(RequestLogError) {
      let options = RequestLog.Options(retentionSeconds: retentionSeconds) { event in
        console.finding(Diagnostic(event, file: name))
      }
      let log = try RequestLog(path: path, options: options)
      if let setAside = log.setAside {
        console.finding(
          Diagnostic(
            .warning,
            id: "proxy.request-log",
            "it was no usable database; a new one is begun",
            hint: "what was there is now \(session.places.display(setAside))",
            file: name
          )
        )
      }
      return log
    } catch {
      let isNamed = named != nil
      let finding = Diagnostic(
        isNamed ? .error : .warning,
        id: "proxy.request-log",
        "the log of requests cannot be kept: \(error.reason)",
        hint: isNamed ? "name another file, or use --no-request-log" : "name another place with --request-log FILE",
        file: name
      )
      if isNamed { throw Failure(.unavailable, [finding]) }
      console.finding(finding)
      return nil
    }
  }
}
