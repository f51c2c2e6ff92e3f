internal import Provisioning

/// An endpoint that others reach, without encryption.
struct OpenEndpointCheck: Check {
  let id = "together.open-plain"
  let title = "open endpoint"
  let meaning = "the gateway is open to the network and speaks plain http, so that its key travels in clear"
  let prerequisites = ["env.file", "env.bind"]
  let isQuiet = true

  func run(_ context: DoctorContext) async -> Outcome {
    let bind = context.settings.bind
    let isLocal = bind == "localhost" || bind == "::1" || bind.hasPrefix("127.")
    // Without a list there is a finding of its own.
    guard !isLocal, !context.settings.allowedIPs.isEmpty else { return .passed("none") }
    return .note(
      "AGENTPROXY_BIND is \(bind): those in AGENTPROXY_ALLOWED_IPS send the gateway's key in clear",
      .advice(
        "serve https:// with agentproxy-setup proxy --tls-cert FILE --tls-key FILE, or the profile tls of Compose"
      )
    )
  }
}
