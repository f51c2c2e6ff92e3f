import Testing

@testable import Provisioning

/// The list of names.
struct SettingsKnownKeyTests {
  @Test func everyNameIsThereOnceAndExplained() {
    let names = KnownKey.all.map(\.name)
    #expect(Set(names).count == names.count)
    for key in KnownKey.all {
      #expect(!key.meaning.isEmpty && key.meaning.last != ".")
      #expect(key.isSecret == SecretNames.contains(key.name))
    }
  }

  @Test func theDefaultsAreThoseOfTheSettings() throws {
    let text = KnownKey.all.compactMap { key in key.defaultValue.map { "\(key.name)=\($0)\n" } }.joined()
    let settings = try lint(text).settings
    #expect(settings.port == Settings.defaults.port && settings.bind == Settings.defaults.bind)
    #expect(settings.engine == Settings.defaults.engine && settings.routing == Settings.defaults.routing)
    #expect(settings.cache == Settings.defaults.cache)
  }

  @Test func furtherProvidersHaveNamesOfTheirOwn() {
    let names = KnownKey.names(providers: ["GROQ", "X"])
    #expect(names.contains("GROQ_API_KEY") && names.contains("X_MODELS") && names.contains("OPENAI_API_KEY"))
    #expect(!names.contains("NAME_API_KEY") && !KnownKey.names(providers: []).contains("_API_KEY"))
  }

  @Test(arguments: ["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "fd00::/8", "::ffff:1.2.3.4/128"])
  func addresses(_ text: String) { #expect(IPRange(text) != nil) }

  @Test(arguments: [
    "", "/", "10.0.0", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/+8", "10.0.0.1/8/8", "::1/129", "a", "1.2.3.4 ",
  ])
  func notAddresses(_ text: String) { #expect(IPRange(text) == nil) }
}
