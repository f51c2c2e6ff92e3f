import Diagnostics
import Gateway
import Provisioning

/// Where the embedded gateway's configuration comes from. It is read at the start, and again when it has changed.
struct GatewaySource: Sendable {
  let project: Project?
  let environmentFile: String?
  /// The configuration that the user named, in place of the clone's.
  let configurationFile: String?
  let simulate: Bool
  let environment: [String: String]
  let places: Places

  /// A configuration as it was read.
  struct Reading: Sendable {
    let input: EngineInput
    let configuration: GatewayConfiguration
    let outbound: OutboundSettings
    let allowedAddresses: [AddressRange]?
    /// What is worth telling about it.
    let findings: [Diagnostic]
  }

  /// Reads the files.
  ///
  /// - Returns: what they say.
  /// - Throws: `Failure` with everything that is wrong.
  func read() throws(Failure) -> Reading {
    let input = try EngineInput.read(
      project: project,
      environmentFile: environmentFile,
      configurationFile: configurationFile,
      environment: environment,
      places: places,
      system: RealSystem()
    )
    var (configuration, findings) = try ConfigurationReader.read(
      yaml: input.configuration,
      file: input.configurationName,
      environment: input.value(of:),
      simulate: simulate
    )
    configuration.usesCache = input.cache ?? configuration.usesCache
    return Reading(
      input: input,
      configuration: configuration,
      // Simulated, it connects to nobody.
      outbound: simulate ? OutboundSettings() : try OutboundSettings(input.value(of:)),
      allowedAddresses: input.value(of: "AGENTPROXY_ALLOWED_IPS").flatMap(AddressRange.list),
      findings: input.findings + findings
    )
  }
}
