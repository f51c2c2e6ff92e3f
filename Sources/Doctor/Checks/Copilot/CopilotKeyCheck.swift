/// What nobody but VS Code can look at, and what Copilot cannot do.
struct CopilotKeyCheck: Check {
  let id = "copilot.key"
  let title = "copilot key"
  let meaning = "the key is in the system's keyring, where nobody but VS Code can look whether it is the gateway's"
  let prerequisites = ["copilot.group"]

  func run(_ context: DoctorContext) async -> Outcome {
    .note(
      "chat alone uses the gateway, completions do not; whether VS Code has the gateway's key, only VS Code knows",
      .advice(
        "if it asks for one: \"Chat: Manage Language Models\", \"Update API Key\" of agentproxy, LITELLM_MASTER_KEY"
      )
    )
  }
}
