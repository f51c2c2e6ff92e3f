import Foundation

/// The clients' files of somebody who has used them for long, as they would write them: no two lines in one style.
enum OwnFiles {
  /// `~/.codex/config.toml`, without a line end at its end.
  static let codex = """
    # My Codex, since 2025.   Do not reformat!
    model = 'gpt-5.2-codex'\t# a tab before this comment
    approval_policy = "on-request"
    notify = [
      "notify-send",
      "[ not a table ]", # really
    ]

    [profiles.work]
    model = "o3"

    [tui]   # mine
    notifications = false

    [ mcp_servers . "docs.v2" ]
    command = '/bin/cat'
    args    = [ "-u" ]   # aligned by hand
    env = { "A" = "a # b", B = '''x''' }
    enabled = false

    [projects."/srv/app"]
    trust_level = "trusted"

    [notice]
    hide_full_access_warning = true
    [notice.model_migrations]
    "gpt-5.2" = "gpt-5.5"

    [features]
    # plugins = true
    shell_snapshot = false

    [shell_environment_policy.set]
    GREETING = \"""
    hello
    [features]
    plugins = true
    \"""
    # the end
    """

  /// `~/.codex/.env`.
  static let codexEnvironment = """
    # tokens of my MCP servers
    export DOCS_TOKEN='a b'   # quoted

    OTHER=1

    """

  /// `~/.claude/settings.json`, with tabs.
  static let claudeSettings = """
    {
    \t"zzz_mine" : { "b":1, "a":[ 1,2 ] },
    \t"permissions": {"allow": ["Bash(ls:*)"],
    \t\t"deny": []},
    \t"env":{"EDITOR": "vi",\t"HTTP_TIMEOUT":"30"}
    }

    """

  /// `~/.claude.json`, on one line.
  static let claudeState = #"{"numStartups":7,"mine":{"z":1,"a":[true,null]},"projects":{"/srv/app":{"history":[]}}}"#

  /// All of them, by their paths below the home.
  static let all = [
    (".codex/config.toml", codex), (".codex/.env", codexEnvironment), (".claude/settings.json", claudeSettings),
    (".claude.json", claudeState),
  ]

  /// Writes all of them into a home.
  ///
  /// - Parameter home: the home folder.
  /// - Throws: when a file cannot be written.
  static func write(to home: URL) throws {
    for (path, text) in all {
      let file = home.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }
}
