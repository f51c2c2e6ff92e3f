import ArgumentParser
import Provisioning
import Stack

/// `agentproxy-setup models add`.
struct ModelsAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds a model to .env, and to what is made of it.",
    discussion: """
      EXAMPLES:
        agentproxy-setup models add gpt-5.5-mini --dry-run
        agentproxy-setup models add fast=provider-name-of-it --yes
        agentproxy-setup models add claude-next --provider anthropic --yes

      Names the model in OPENAI_MODELS, ANTHROPIC_MODELS or NAME_MODELS, and does what init would do then: \
      litellm_config.yaml and the lists of the configured tools follow. Everything else stays as it is, \
      also what the tools start with.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The name that tools use, and the provider's own if that is another.",
      valueName: "name[=upstream]"
    )
  )
  var model: String

  @Option(
    help: ArgumentHelp(
      "Who serves it: openai, anthropic, or a name from AGENTPROXY_PROVIDERS; default: by its name.",
      valueName: "name"
    )
  )
  var provider: String?

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let project = try session.project()
      let environmentFile = session.environmentFile(of: project)
      let addition = try ModelAddition(
        model,
        provider: provider,
        project: project,
        environmentFile: environmentFile,
        environment: session.environment,
        places: session.places,
        codex: await session.codex(for: [.codex]),
        on: session.system
      )
      let isTracked = await GitIndex.tracks(environmentFile)
      let context = try EngineContext(session)
      let run = PlanRun(mode: PlanRun.Mode(confirmation, json: reporting.json), json: reporting.json)
      try await run.perform(session) {
        let prepared = try await addition.prepare(on: session.system, isTrackedByGit: isTracked)
        let name = String(model.prefix { $0 != "=" })
        var plan = PreparedPlan(plan: prepared.plan, next: ["agentproxy-setup models test \(name)"])
        if await context.embedded().isThere() {
          plan.proof = { await context.wait(for: name) }
        } else {
          // LiteLLM reads its models at its start alone.
          plan.next.insert("agentproxy-setup up", at: 0)
        }
        return plan
      }
    }
  }
}
