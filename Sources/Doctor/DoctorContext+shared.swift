internal import Diagnostics
internal import Gateway
internal import Provisioning
internal import Stack

/// What is found out when the first check asks for it.
struct SharedFindings: Sendable {
  /// What `init` would write, but for the clients' files.
  let plan = Once<Result<Plan, Failure>>()
  /// What the installed Codex knew of models when it was last asked.
  let codex = Once<InstalledCodex?>()
  /// How each provider answers.
  let providers = Once<[ProviderState]>()
  /// What the gateway says of itself.
  let readiness = Once<Result<GatewayClient.Answer, GatewayClient.Fault>>()
}

extension DoctorContext {
  /// What `init` would write, but for the clients' files.
  func plan() async -> Result<Plan, Failure> {
    await shared.plan.value {
      guard let project, let env else {
        return .failure(Failure(.usage, id: "project.missing", "there is no clone here"))
      }
      let wanted = Initialization(
        project: project,
        environmentFile: env.path,
        assignments: [],
        clients: [],
        environment: environment,
        places: places
      )
      do throws(Failure) {
        return .success(try await wanted.prepare(on: system, isTrackedByGit: false).plan)
      } catch {
        return .failure(error)
      }
    }
  }

  /// How each provider answers that has a token.
  func providers() async -> [ProviderState] {
    await shared.providers.value { await ProviderState.all(self) }
  }

  /// What the gateway answers to the question whether it is ready.
  ///
  /// It is not asked for its health: LiteLLM sends a request to every model then.
  ///
  /// - Throws: why nothing comes.
  func readinessOrFault() async throws(GatewayClient.Fault) -> GatewayClient.Answer {
    let result: Result<GatewayClient.Answer, GatewayClient.Fault> = await shared.readiness.value {
      guard let gateway else { return .failure(.down("its address is not known")) }
      do throws(GatewayClient.Fault) {
        return .success(try await GatewayClient(gateway).ask("/health/readiness", seconds: patience))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The same; `nil` if nothing comes.
  func readiness() async -> GatewayClient.Answer? { try? await readinessOrFault() }

  /// Whether the gateway answers every model by itself, so that asking one spends nothing.
  func isSimulated() async -> Bool {
    guard let body = await readiness()?.body else { return false }
    return String(decoding: body, as: UTF8.self).contains(#""simulated":true"#)
  }

  /// The command that starts the gateway.
  var startCommand: String { nextCommands(settings, clients: []).first ?? "agentproxy-setup proxy" }

  /// A variable as the engines see it: the process's environment counts before the file.
  func value(_ name: String) -> String? { environment[name] ?? env?[name] }
}
