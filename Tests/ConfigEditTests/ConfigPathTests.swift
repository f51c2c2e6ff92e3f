import ConfigEdit
import Testing

/// How a path is named, and what lies below it.
struct ConfigPathTests {
  @Test func aPathReadsLikeAKey() {
    #expect(
      ConfigPath(keys: ["model_providers", "agentproxy", "name"]).description == "model_providers.agentproxy.name"
    )
    #expect(ConfigPath(keys: ["github.copilot.advanced", "x"]).description == "\"github.copilot.advanced\".x")
    #expect(
      ConfigPath([.element(key: "name", value: "agentproxy"), .key("models")]).description == "[name=agentproxy].models"
    )
  }

  @Test func aPathContainsWhatIsBelowIt() {
    let table: ConfigPath = ["features"]
    #expect(table.contains(["features", "plugins"]))
    #expect(table.contains(table))
    #expect(!table.contains(["feature"]))
    #expect(!ConfigPath(keys: ["features", "plugins"]).contains(table))
  }
}
