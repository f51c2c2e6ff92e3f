import Diagnostics
import Foundation
import Secrets
import Testing

@testable import Provisioning

struct ShellEnvironmentTests {
  @Test func aToolGetsWhatTheFilesSay() throws {
    let environment = try ShellEnvironment(configuration)
    let values = Dictionary(uniqueKeysWithValues: environment.variables.map { ($0.name, $0.value) })
    #expect(values["AGENTPROXY_API_KEY"] == "sk-master-0123456789")
    #expect(values["OPENAI_BASE_URL"] == "http://localhost:4000/v1")
    #expect(values["ANTHROPIC_BASE_URL"] == "http://localhost:4000")
    #expect(values["ANTHROPIC_AUTH_TOKEN"] == "sk-master-0123456789")
    #expect(values["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] == "1")
    #expect(
      ShellFormat.bash.text(environment).text.hasPrefix("unset ANTHROPIC_API_KEY\nexport AGENTPROXY_API_KEY='sk-")
    )
    #expect(ShellFormat.fish.text(environment).text.contains("\nset -gx OPENAI_API_KEY 'sk-master-0123456789'\n"))
    let json = try JSONSerialization.jsonObject(with: Data(ShellFormat.json.text(environment).text.utf8))
    #expect(json as? [String: String] == values)
  }

  @Test func whatLeadsPastTheGatewayIsForgotten() throws {
    let clone = try Clone()
    try clone.write("AGENTPROXY_PROVIDERS=acme\n", to: clone.project.path(".env"))
    let environment = try ShellEnvironment.forTools(
      configuration,
      environmentFile: clone.project.path(".env"),
      environment: [:],
      places: clone.places(),
      system: RealSystem()
    )
    for name in ["ANTHROPIC_API_KEY", "ACME_API_KEY", "OPENAI_API_BASE", "CLAUDE_CODE_USE_BEDROCK", "CODEX_API_KEY"] {
      #expect(environment.unset.contains(name), "\(name)")
      #expect(ShellFormat.bash.text(environment).text.contains("unset \(name)\n"), "\(name)")
      #expect(ShellFormat.fish.text(environment).text.contains("set -e \(name)\n"), "\(name)")
    }
    // What is set must not be forgotten in the next line.
    #expect(!environment.unset.contains("OPENAI_API_KEY"))
    #expect(!environment.unset.contains("LITELLM_MASTER_KEY"))
    #expect(environment.unset == environment.unset.sorted())
    #expect(environment.variables == (try ShellEnvironment(configuration)).variables)
  }

  @Test func maskedShowsNoSecret() throws {
    for format in ShellFormat.allCases {
      #expect(!format.text(try ShellEnvironment(configuration).masked).text.contains("sk-master-0123456789"))
    }
  }

  @Test func everyKeyIsAsComposeSeesIt() throws {
    let clone = try Clone()
    let path = clone.project.path(".env")
    try clone.write("A=1\nB=\"$A-${C:-d}\"\nOPENAI_API_KEY=sk-0123456789abcdef\nX[$(id)]=1\n", to: path)
    #expect(throws: Failure.self) { try all(clone, [:]) }
    try clone.write(
      "A=1\nB=\"$A-${C:-d}\"\nOPENAI_API_KEY=sk-0123456789abcdef0123\nx.y=1\nU=http://me:pw@host/\n",
      to: path
    )
    let environment = try all(clone, ["A": "shell", "UNRELATED": "1"])
    #expect(
      ShellFormat.dotenv.text(environment.masked).text
        == "A=shell\nB=shell-d\nOPENAI_API_KEY='sk-…0123'\nx.y=1\nU='http://…@host/'\n"
    )
    #expect(ShellFormat.bash.text(environment).leftOut == ["x.y"])
  }

  @Test func aMissingFileIsSaidSo() throws {
    let clone = try Clone()
    let failure = #expect(throws: Failure.self) { try all(clone, [:]) }
    #expect(failure?.status == .badInput)
    #expect(failure?.description.contains("there is no .env") == true)
  }

  @Test func theLoginShellDecides() {
    #expect(ShellFormat(loginShell: "/usr/bin/zsh") == .zsh)
    #expect(ShellFormat(loginShell: "/bin/fish") == .fish)
    #expect(ShellFormat(loginShell: "/bin/sh") == .bash)
    #expect(ShellFormat(loginShell: nil) == .bash)
  }

  private let configuration = ClientConfiguration(
    masterKey: Secret("sk-master-0123456789"),
    baseURL: "http://localhost:4000",
    codexModel: "gpt-5.5",
    claudeModel: "claude-sonnet-5-5",
    claudeSmallModel: "claude-haiku-5-5"
  )

  private func all(_ clone: Clone, _ environment: [String: String]) throws(Failure) -> ShellEnvironment {
    try .all(
      of: clone.project.path(".env"),
      environment: environment,
      places: clone.places(environment),
      system: RealSystem()
    )
  }
}
