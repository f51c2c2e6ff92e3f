internal import Provisioning

/// Our group of models is as it was written.
struct CopilotDriftCheck: Check {
  let id = "copilot.drift"
  let title = "copilot drift"
  let meaning = "the group of models in VS Code is not as it was written, or .env asks for another one"
  let prerequisites = ["copilot.group", "env.master-key"]

  func run(_ context: DoctorContext) async -> Outcome { await drift(of: .copilot, context) }
}
