internal import Diagnostics
internal import Provisioning

/// Codex tells its maker nothing.
struct CodexTelemetryCheck: Check {
  let id = "codex.telemetry"
  let title = "codex telemetry"
  let meaning = "Codex connects to its maker: usage figures, plug-ins, updates"
  let prerequisites = ["codex.files"]

  /// The keys of `otel` that say whom Codex reports to.
  static let exporters = ["exporter", "trace_exporter", "metrics_exporter"]

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
      guard !open.isEmpty else { return collectors(codex) }
      let place = open.compactMap(\.value).first
      return .failed(
        "Codex connects to its maker, because not false: \(open.map(\.key).joined(separator: ", "))",
        context.configuring(.codex),
        file: place?.file,
        line: place?.line
      )
    }
  }

  /// Whom Codex reports to besides: that is the user's own affair, and worth knowing.
  private func collectors(_ codex: CodexConfiguration) -> Outcome {
    let reporting = Self.exporters.filter { key in
      let value = codex["otel", key]?.value
      return value != "none" && (value != nil || codex.place(of: "otel", key) != nil)
    }
    guard let first = reporting.first else { return .passed("off") }
    let place = codex.place(of: "otel", first)
    let prompts = codex["otel", "log_user_prompt"]?.value == "true" ? ", with the text of your prompts" : ""
    return .note(
      "Codex reports to a collector that somebody chose\(prompts): "
        + reporting.map { "otel.\($0)" }.joined(separator: ", "),
      .advice("write \"none\" there if that is not meant"),
      file: place?.file,
      line: place?.line
    )
  }

  /// The key, unless it is off.
  private func unless(_ key: String, _ value: ClientValue?) -> (key: String, value: ClientValue?)? {
    value?.value == "false" ? nil : (key, value)
  }
}
