import ArgumentParser

/// `agentproxy-setup models`.
struct Models: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists, tests and adds models.",
    discussion: """
      EXAMPLES:
        agentproxy-setup models list
        agentproxy-setup models test gpt-5.5
        agentproxy-setup models add fast=provider-name-of-it
      """,
    subcommands: [ModelsList.self, ModelsTest.self, ModelsAdd.self]
  )
}
