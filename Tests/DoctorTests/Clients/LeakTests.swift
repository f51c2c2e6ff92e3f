import Doctor
import Foundation
import Provisioning
import Testing

/// A key that got to where it does not belong is seen there.
struct LeakTests {
  private static let commit =
    "git -c user.name=x -c user.email=x@localhost commit --quiet --message x"

  /// Makes the clone a repository with one commit.
  private static func commitAll(_ setup: Setup) throws {
    try setup.write(".env\n.env.*\n", to: setup.project.path(".gitignore"))
    try setup.shell("git init --quiet && git add --all && \(commit)")
  }

  private static let breakages = [
    Breakage(
      "a token in a file of a tool",
      "leaks.client-files",
      saying: "OPENAI_API_KEY",
      breaking: { setup in
        try setup.edit(setup.inHome(".codex/config.toml")) {
          $0 += "\n[mcp_servers.x.env]\nK = \"\(Setup.openAIKey)\"\n"
        }
      },
      advised: { setup in
        let line = "K = \"\(Setup.openAIKey)\"\n"
        try setup.edit(setup.inHome(".codex/config.toml")) { $0 = $0.replacing(line, with: "") }
      }
    ),
    Breakage(
      "a token in a file of the clone",
      "leaks.client-files",
      saying: "ANTHROPIC_API_KEY",
      breaking: { try $0.write(#"{"x": "\#(Setup.anthropicKey)"}"#, to: $0.project.path(".mcp.json")) },
      advised: { try $0.write("{}", to: $0.project.path(".mcp.json")) }
    ),
    Breakage(
      "a token in the shell",
      "leaks.environment",
      saying: "OPENAI_API_KEY holds a provider's token",
      environment: ["OPENAI_API_KEY": Setup.openAIKey]
    ),
    Breakage(
      "a login of a tool's maker in the shell",
      "leaks.environment",
      saying: "CLAUDE_CODE_OAUTH_TOKEN",
      environment: ["CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat-of-somebody"]
    ),
    Breakage(
      "a token for every shell",
      "leaks.shell-files",
      saying: "a provider's token",
      breaking: { try $0.write("alias l=ls\nexport T=\(Setup.openAIKey)\nalias m=man\n", to: $0.inHome(".bashrc")) }
    ),
    Breakage(
      "another way for every shell",
      "leaks.shell-files",
      saying: "CLAUDE_CODE_USE_VERTEX",
      breaking: { try $0.write("set -gx CLAUDE_CODE_USE_VERTEX 1\n", to: $0.inHome(".config/fish/config.fish")) }
    ),
    Breakage(
      "a token in Claude Code's own login",
      "leaks.client-files",
      saying: "OPENAI_API_KEY",
      breaking: { setup in
        try setup.write(#"{"x": "\#(Setup.openAIKey)"}"#, to: setup.inHome(".claude/.credentials.json"))
      },
      advised: { try $0.write("{}", to: $0.inHome(".claude/.credentials.json")) }
    ),
    Breakage(
      "a token in what agents are told",
      "leaks.client-files",
      saying: "ANTHROPIC_API_KEY",
      breaking: { try $0.write("Use \(Setup.anthropicKey).\n", to: $0.project.path("CLAUDE.md")) },
      advised: { try $0.write("Use it.\n", to: $0.project.path("CLAUDE.md")) }
    ),
    Breakage(
      "a token for every shell, in a file of bash's",
      "leaks.shell-files",
      saying: "a provider's token",
      breaking: { try $0.write("T=\(Setup.openAIKey)\n", to: $0.inHome(".bash_aliases")) }
    ),
    Breakage(
      "another way for every shell, declared",
      "leaks.shell-files",
      saying: "CLAUDE_CODE_USE_VERTEX",
      breaking: { try $0.write("declare -gx CLAUDE_CODE_USE_VERTEX=1\n", to: $0.inHome(".bashrc")) }
    ),
    Breakage(
      "another way for every shell, in the midst of a line",
      "leaks.shell-files",
      saying: "CLAUDE_CODE_USE_VERTEX",
      breaking: { setup in
        try setup.write("[ -e x ] && export A=1 CLAUDE_CODE_USE_VERTEX=\"1\"; umask 077\n", to: setup.inHome(".bashrc"))
      },
      advised: { setup in
        try setup.write("[ -e x ] && export A=1; umask 077\n", to: setup.inHome(".bashrc"))
      }
    ),
    Breakage(
      "a file that others can read",
      "leaks.permissions",
      saying: "its mode is 644",
      breaking: { try $0.shell("chmod 644 ~/.codex/.env") }
    ),
    Breakage(
      ".env in an old commit",
      "leaks.committed",
      saying: ".env.local was committed",
      preparing: { try commitAll($0) },
      breaking: { setup in
        try setup.write("A=\(Setup.openAIKey)\n", to: setup.project.path(".env.local"))
        try setup.shell("git add --force .env.local && \(commit) && git rm --quiet .env.local && \(commit)")
      },
      // The provider has given a new one.
      advised: { try $0.set("OPENAI_API_KEY", "sk-provider-new-0123456789abcdef0123456789abcdef") }
    ),
  ]

  @Test(arguments: breakages)
  func breakage(_ breakage: Breakage) async throws { try await breakage.tryOut() }

  @Test(arguments: [
    "# export CLAUDE_CODE_USE_VERTEX=1", "true # && export CLAUDE_CODE_USE_VERTEX=1", "CLAUDE_CODE_USE_VERTEX=1 claude",
    "declare -a CLAUDE_CODE_USE_VERTEX=1", "export CLAUDE_CODE_USE_VERTEX=", "export CLAUDE_CODE_USE_VERTEX=''",
    "echo export CLAUDE_CODE_USE_VERTEX=1", "export -n CLAUDE_CODE_USE_VERTEX=1",
  ])
  func aLineThatSetsNothing(line: String) async throws {
    let setup = try await Setup()
    try setup.write("\(line)\n", to: setup.inHome(".bashrc"))
    #expect(try await outcome("leaks.shell-files", setup.clientContext([])) == .passed("none"))
  }

  /// What would leave a shell's file broken, or without something else, is for its owner to take out.
  @Test(arguments: [
    "export A=1; export CLAUDE_CODE_USE_VERTEX=1", "then export CLAUDE_CODE_USE_VERTEX=1",
    "export A=1 CLAUDE_CODE_USE_VERTEX=1", "umask 077; T=\(Setup.openAIKey)",
  ])
  func aLineThatDoesMoreIsNotDeleted(line: String) async throws {
    let setup = try await Setup()
    try setup.write("\(line)\n", to: setup.inHome(".bashrc"))
    let found = try await outcome("leaks.shell-files", setup.clientContext([]))
    #expect(found.finding?.remedy == .advice("take it out of the line, which does more than that"), "\(found)")
  }

  /// A line's number changes when one before it goes.
  @Test func severalLinesOfOneFile() async throws {
    let setup = try await Setup(environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
    let lines = ["a=1", "export T=\(Setup.openAIKey)", "b=2", "export CLAUDE_CODE_USE_VERTEX=1", "c=3", ""]
    try setup.write(lines.joined(separator: "\n"), to: setup.inHome(".bashrc"))
    try setup.write("export CLAUDE_CODE_USE_VERTEX=1\n", to: setup.inHome(".zshrc"))
    guard case .found(let findings) = try await outcome("leaks.shell-files", setup.clientContext([])) else {
      Issue.record("nothing was found")
      return
    }
    #expect(findings.map(\.line) == [2, 4, 1])
    for finding in findings {
      _ = try await setup.follow(try #require(finding.remedy), [], environment: setup.environment)
    }
    #expect(setup.text(setup.inHome(".bashrc")) == "a=1\nb=2\nc=3\n")
    #expect(setup.text(setup.inHome(".zshrc")) == "")
    #expect(try await outcome("leaks.shell-files", setup.clientContext([])).status == .passed)
  }

  @Test func aTokenInAnOldCommitIsNamedByTheCommit() async throws {
    let setup = try await Setup(environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
    // As in the program's own source, by which the check finds its way through git's output.
    try setup.write("let mark = \"agentproxy-commit \"\n", to: setup.project.path("source"))
    try Self.commitAll(setup)
    #expect(try await outcome("leaks.history", setup.clientContext([])) == .passed("none"))
    try setup.write("curl -H 'Authorization: Bearer \(Setup.openAIKey)'\n", to: setup.project.path("try.sh"))
    // Also in the same commit, before the key.
    try setup.write("let other = \"agentproxy-commit \"\n", to: setup.project.path("more"))
    try setup.shell("git add more try.sh && \(Self.commit)")
    let name = try setup.shell("export NAME=$(git log -1 --format=%h)")["NAME"]
    try setup.shell("git rm --quiet more try.sh && \(Self.commit)")
    let found = try await outcome("leaks.history", setup.clientContext([]))
    #expect(found.status == .failed)
    // The commit that takes it away has it in its patch as well, and is the newer one.
    #expect(found.finding?.message.contains(/is in commit [0-9a-f]{7,}:/) == true, "\(found)")
    #expect(name != nil && !"\(found)".contains(Setup.openAIKey))
    #expect(found.finding?.remedy?.text.hasPrefix("get a new one from the provider") == true)
    try setup.set("OPENAI_API_KEY", "sk-provider-new-0123456789abcdef0123456789abcdef")
    #expect(try await outcome("leaks.history", setup.clientContext([])) == .passed("none"))
  }

  /// What the advice of the check comes to: the file stays in the history, and its tokens are good for nothing.
  @Test func aCommittedFileWhoseTokensAreOldIsANote() async throws {
    let setup = try await Setup(environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
    try Self.commitAll(setup)
    try setup.shell("git add --force .env && \(Self.commit) && git rm --quiet --cached .env && \(Self.commit)")
    #expect(try await outcome("leaks.committed", setup.clientContext([])).status == .failed)
    try await setup.initialize(["OPENAI_API_KEY=sk-new-0123456789abcdef", "ANTHROPIC_API_KEY=sk-ant-0123456789abcdef"])
    // The gateway's own key is not replaced yet.
    #expect(try await outcome("leaks.committed", setup.clientContext([])).status == .failed)
    try await setup.initialize(["LITELLM_MASTER_KEY="])
    let note = try await outcome("leaks.committed", setup.clientContext([]))
    #expect(note.status == .note)
    #expect(note.finding?.message.contains("none of the tokens that .env has now was in it") == true)
  }

  /// Whoever may write to the clone is not to have commands run by those who look at it.
  @Test func whatARepositoryNamesIsNotRun() async throws {
    let setup = try await Setup(environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
    try Self.commitAll(setup)
    let marker = setup.inHome("marker")
    try setup.write("#!/bin/sh\necho sprung >'\(marker)'\nfalse\n", to: setup.inHome("trap"))
    try setup.shell(
      """
      chmod 755 ~/trap
      git config core.fsmonitor ~/trap && git config gpg.program ~/trap && git config log.showSignature true
      git cat-file commit HEAD | sed 's/^committer .*/&\\ngpgsig -----BEGIN PGP SIGNATURE-----\\n -----END PGP SIGNATURE-----/' \
        >~/signed
      git update-ref HEAD "$(git hash-object -t commit -w --literally ~/signed)"
      """
    )
    try setup.shell("git log -1 >/dev/null 2>&1 || true")
    #expect(setup.text(marker) == "sprung\n", "the trap is none")
    try setup.shell("rm ~/marker")
    #expect(try await outcome("leaks.committed", setup.clientContext([])) == .passed("never committed"))
    #expect(try await outcome("leaks.history", setup.clientContext([])).status == .passed)
    #expect(await !GitIndex.tracks(setup.environmentFile))
    #expect(setup.text(marker) == "")

    // An object that is not there, and a remote to get it from that is a command.
    try setup.shell(
      """
      object=$(git rev-parse HEAD^{tree}) && rm -f .git/objects/${object%${object#??}}/${object#??}
      git config core.repositoryformatversion 1 && git config extensions.partialClone origin
      git config remote.origin.promisor true && git config protocol.ext.allow always
      git config remote.origin.url "ext::$HOME/trap"
      """
    )
    try setup.shell("git log --stat >/dev/null 2>&1 || true")
    #expect(setup.text(marker) == "sprung\n", "the trap is none")
    try setup.shell("rm ~/marker")
    #expect(
      try await outcome("leaks.committed", setup.clientContext([]))
        == .skipped("git does not have the whole history here")
    )
    _ = try await outcome("leaks.history", setup.clientContext([]))
    #expect(setup.text(marker) == "")
  }

  @Test func withoutARepositoryThereIsNothingToLookThrough() async throws {
    let setup = try await Setup(environment: ["GIT_CEILING_DIRECTORIES": "/"])
    #expect(try await outcome("leaks.committed", setup.clientContext([])).status == .skipped)
    #expect(try await outcome("leaks.history", setup.clientContext([])).status == .skipped)
  }
}
