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
  /// The program that would run the containers.
  let compose = Once<Result<(program: ComposeProgram, version: String?), Failure>>()
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

  /// The program that would run the containers, as `up` chooses it.
  ///
  /// - Returns: the program.
  /// - Throws: `Failure` with the reason, if no containers can be had.
  func composeProgram() async throws(Failure) -> ComposeProgram { try await composeVersion().program }

  /// The same with the version, as far as the program tells it.
  func composeVersion() async throws(Failure) -> (program: ComposeProgram, version: String?) {
    let seconds = 2 * patience
    let result = await shared.compose.value {
      await withTaskGroup(of: Result<(program: ComposeProgram, version: String?), Failure>.self) { group in
        group.addTask {
          do throws(Failure) {
            let patience = Duration.seconds(max(10, seconds))
            return .success(try await ComposeProgram.findWithVersion(environment: environment, patience: patience))
          } catch {
            return .failure(error)
          }
        }
        group.addTask {
          try? await Task.sleep(for: .seconds(seconds))
          return .failure(
            Failure(
              .unavailable,
              id: "compose.silent",
              "what has the containers gives no answer in time",
              hint: "`docker info` or `podman info` shows whether it does"
            )
          )
        }
        // There are two tasks, so there is a first.
        let first = await group.next() ?? .failure(Failure(.unavailable, id: "compose.silent", "nobody was asked"))
        group.cancelAll()
        return first
      }
    }
    return try result.get()
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

  /// The check of the first thing in `.env` that has to be mended before anything is made of it: `init` does not accept
  /// it, or would take a provider's models out of every file. `nil` if there is none.
  var environmentFault: String? {
    guard !isInside, let env else { return nil }
    if env.failure != nil { return "env.file" }
    return env.findings.first { $0.severity == .error || $0.id == "env.placeholder" }?.id
  }

  /// The command that starts the gateway.
  var startCommand: String { nextCommands(settings, clients: []).first ?? "agentproxy-setup proxy" }

  /// What ends a gateway that does not do what it should, and starts it again.
  var restarting: Remedy {
    isInside ? .advice("restart the gateway on the host") : .command("agentproxy-setup restart")
  }

  /// A variable as the engines see it: the process's environment counts before the file.
  func value(_ name: String) -> String? { environment[name] ?? env?[name] }
}
