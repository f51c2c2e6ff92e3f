internal import Provisioning

/// Codex tells its maker nothing.
struct CodexTelemetryCheck: Check {
  let id = "codex.telemetry"
  let title = "codex telemetry"
  let meaning = "Codex connects to its maker: usage figures, plug-ins, updates"
  let prerequisites = ["codex.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      let isCounted =
        codex["analytics", "enabled"]?.value != "false" && codex["otel", "metrics_exporter"]?.value != "none"
      let open: [(key: String, value: ClientValue?)] = [
        isCounted ? ("analytics.enabled", codex["analytics", "enabled"]) : nil,
        unless("features.plugins", codex["features", "plugins"]),
        unless("features.daemon_auto_start", codex["features", "daemon_auto_start"]),
        unless("check_for_update_on_startup", codex["check_for_update_on_startup"]),
      ]
      .compactMap(\.self)
      guard !open.isEmpty else { return .passed("off") }
      let place = open.compactMap(\.value).first
      return .failed(
        "Codex connects to its maker, because not false: \(open.map(\.key).joined(separator: ", "))",
        context.configuring(.codex),
        file: place?.file,
        line: place?.line
      )
    }
  }

  /// The key, unless it is off.
  private func unless(_ key: String, _ value: ClientValue?) -> (key: String, value: ClientValue?)? {
    value?.value == "false" ? nil : (key, value)
  }
}
