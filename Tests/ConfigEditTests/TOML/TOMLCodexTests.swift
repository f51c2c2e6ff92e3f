import ConfigEdit
import Testing

/// A `config.toml` as Codex and its user have made it, and our keys in it.
struct TOMLCodexTests {
  private static let before = """
    # Codex, see https://example.com/codex
    # Last change: May.

    model = "gpt-5.2-codex"        # the big one
    model_reasoning_effort = "high"
    approval_policy = 'on-request'
    notify = [
      "notify-send",   # [not a header]
      "Codex",
    ]

    # Which tools
    sandbox_workspace_write = { network_access = false, writable_roots = ["/tmp"] }

    [mcp_servers.files]
    command = "npx"
    args = [
      "-y",
      "@example/files",
    "[projects]", # also none
    ]
    env = { "API_KEY" = "x" }

      [mcp_servers.files.tools.read]
      approval_mode = "auto"

    [profiles.fast]
    model = "gpt-5-mini"
    model_provider = "openai"

    # Mine
    [model_providers.work]
    name = "Work"
    base_url = "https://work.example/v1"

    [features]
    web_search_request = true  # I want this
    plugins = true

    #[otel]
    #exporter = "none"

    [projects."/home/me/src/a b"]
    trust_level = "trusted"

    [projects."/home/me/é"]
    trust_level = "untrusted"

    [notice.model_migrations]
    "gpt-5.5" = "gpt-6-sol"

    [tui]
    screen_reader_detection_done = true

    [tui.model_availability_nux]
    "gpt-6.1-sol" = 1

    [[skills.config]]
    path = "/home/me/skills"
    enabled = true

    """

  private static let after = """
    # Codex, see https://example.com/codex
    # Last change: May.

    model = "gpt-5.5"        # the big one
    model_reasoning_effort = "high"
    approval_policy = 'on-request'
    notify = [
      "notify-send",   # [not a header]
      "Codex",
    ]

    # Which tools
    sandbox_workspace_write = { network_access = false, writable_roots = ["/tmp"] }
    model_provider = "agentproxy"
    check_for_update_on_startup = false

    [mcp_servers.files]
    command = "npx"
    args = [
      "-y",
      "@example/files",
    "[projects]", # also none
    ]
    env = { "API_KEY" = "x" }

      [mcp_servers.files.tools.read]
      approval_mode = "auto"

    [profiles.fast]
    model = "gpt-5-mini"
    model_provider = "openai"

    # Mine
    [model_providers.work]
    name = "Work"
    base_url = "https://work.example/v1"

    [features]
    web_search_request = true  # I want this
    plugins = false
    daemon_auto_start = false

    #[otel]
    #exporter = "none"

    [projects."/home/me/src/a b"]
    trust_level = "trusted"

    [projects."/home/me/é"]
    trust_level = "untrusted"

    [notice.model_migrations]
    "gpt-5.5" = "gpt-6-sol"

    [tui]
    screen_reader_detection_done = true

    [tui.model_availability_nux]
    "gpt-6.1-sol" = 1

    [[skills.config]]
    path = "/home/me/skills"
    enabled = true

    [model_providers.agentproxy]
    name = "agentproxy"
    base_url = "http://localhost:4000/v1"

    [otel]
    exporter = "none"

    """

  private static let keys: [(ConfigPath, String)] = [
    (["model"], "\"gpt-5.5\""),
    (["model_provider"], "\"agentproxy\""),
    (["check_for_update_on_startup"], "false"),
    (["model_providers", "agentproxy", "name"], "\"agentproxy\""),
    (["model_providers", "agentproxy", "base_url"], "\"http://localhost:4000/v1\""),
    (["features", "plugins"], "false"),
    (["features", "daemon_auto_start"], "false"),
    (["otel", "exporter"], "\"none\""),
  ]

  @Test func eachKeyIsWhereAUserWouldPutIt() throws {
    var document = try TOMLDocument(parsing: Array(Self.before.utf8))
    let edits = try Self.keys.compactMap { try document.set($0, to: $1) }
    #expect(edits.count == Self.keys.count)
    #expect(String(decoding: document.bytes, as: UTF8.self) == Self.after)
    try verify(TOMLDocument.self, before: Array(Self.before.utf8), after: document.bytes, owned: Self.keys.map(\.0))
    for edit in edits.reversed() { #expect(try document.revert(edit)) }
    #expect(String(decoding: document.bytes, as: UTF8.self) == Self.before)
  }

  @Test func allKeysOfTheTemplateAreSetAndTakenBack() throws {
    let own = try OwnKeys.codex()
    #expect(own.count > 20)
    var document = try TOMLDocument(parsing: Array(Self.before.utf8))
    let edits = try own.compactMap { try document.set($0.path, to: $0.text) }
    for leaf in own { #expect(document.leaf(at: leaf.path)?.text == leaf.text) }
    try verify(TOMLDocument.self, before: Array(Self.before.utf8), after: document.bytes, owned: own.map(\.path))
    for leaf in own { #expect(try document.set(leaf.path, to: leaf.text) == nil) }
    for edit in edits.reversed() { #expect(try document.revert(edit)) }
    #expect(String(decoding: document.bytes, as: UTF8.self) == Self.before)
  }

  /// What Codex writes of its own accord while our keys are there.
  @Test func whatCodexWritesInBetweenStays() throws {
    var document = try TOMLDocument(parsing: Array(Self.before.utf8))
    let edits = try Self.keys.compactMap { try document.set($0, to: $1) }
    let written = String(decoding: document.bytes, as: UTF8.self)
      .replacing("model = \"gpt-5.5\"  ", with: "model = \"gpt-6-sol\"  ")
      .replacing("daemon_auto_start = false\n", with: "daemon_auto_start = false\nunified_exec = true\n")
    document = try TOMLDocument(parsing: Array("\(written)\n[projects.\"/new\"]\ntrust_level = \"trusted\"\n".utf8))
    let reverted = try edits.reversed().map { try document.revert($0) }
    #expect(reverted == [true, true, true, true, true, true, true, false])
    let expected = Self.before
      .replacing("model = \"gpt-5.2-codex\"  ", with: "model = \"gpt-6-sol\"  ")
      .replacing("plugins = true\n", with: "plugins = true\nunified_exec = true\n")
    #expect(
      String(decoding: document.bytes, as: UTF8.self)
        == "\(expected)\n[projects.\"/new\"]\ntrust_level = \"trusted\"\n"
    )
  }
}
