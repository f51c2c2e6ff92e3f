import Foundation

/// The real programs the tests drive, in the versions that script/programs pins.
enum Program: String, CaseIterable {
  case agentproxySetup
  case codex
  case claude
  case liteLLM
  /// The Python that has OpenAI's SDK.
  case openAISDK
  /// The Python that has Anthropic's SDK.
  case anthropicSDK
  case strace
  case tmux
  case systemd
  case nginx
  case wrk
  case cCompiler

  /// Where ordinary programs are looked for; the tests hand on nothing of the caller's own search path.
  static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// Whether a missing program is a failure instead of a reason to skip.
  static let areRequired = environment("CI") == "true"

  /// The executable, or `nil` when it is not installed.
  var executable: URL? {
    let candidate: URL?
    switch self {
    case .agentproxySetup:
      candidate =
        Self.environment("AGENTPROXY_BINARY").map { URL(filePath: $0) }
        ?? Self.buildFolder?.appending(path: "agentproxy-setup")
    case .codex:
      candidate = Self.installed("openai-codex-cli-bin-0.163.0", "codex_cli_bin/bin/codex")
    case .claude:
      candidate = Self.installed("claude-agent-sdk-0.2.187", "claude_agent_sdk/_bundled/claude")
    case .liteLLM:
      candidate = Self.cache.appending(path: "litellm-1.106.2/bin/litellm")
    case .openAISDK:
      candidate = Self.cache.appending(path: "openai-3.57.0/bin/python")
    case .anthropicSDK:
      candidate = Self.cache.appending(path: "anthropic-2.14.0/bin/python")
    case .strace:
      candidate = URL(filePath: "/usr/bin/strace")
    case .tmux:
      candidate = URL(filePath: "/usr/bin/tmux")
    case .systemd:
      candidate = URL(filePath: "/usr/lib/systemd/systemd")
    case .nginx:
      candidate = URL(filePath: "/usr/sbin/nginx")
    case .wrk:
      candidate = URL(filePath: "/usr/bin/wrk")
    case .cCompiler:
      candidate = URL(filePath: "/usr/bin/cc")
    }
    guard let candidate, FileManager.default.isExecutableFile(atPath: candidate.path) else { return nil }
    return candidate
  }

  /// The executable's path.
  ///
  /// - Returns: an absolute path.
  /// - Throws: with the remedy, when it is not installed.
  func require() throws -> String {
    guard let executable else {
      throw Failure("\(rawValue) is not there; script/test installs and builds what the tests need")
    }
    return executable.path
  }

  /// Whether tests that need all of `programs` are to run: they are there, or their absence is to be a failure.
  ///
  /// - Parameter programs: what the test needs.
  /// - Returns: false when the test is to be skipped.
  static func areAvailable(_ programs: Program...) -> Bool {
    areRequired || programs.allSatisfy { $0.executable != nil }
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static let cache: URL = {
    if let folder = environment("AGENTPROXY_TEST_CACHE") { return URL(filePath: folder) }
    let caches =
      environment("XDG_CACHE_HOME").map { URL(filePath: $0) }
      ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
    return caches.appending(path: "agentproxy-setup/test-programs")
  }()

  /// The folder of the test bundle, where the build puts the executables too.
  private static let buildFolder: URL? = {
    let arguments = ProcessInfo.processInfo.arguments
    let bundle = arguments.first { $0.hasSuffix(".xctest") }
    return bundle.map { URL(filePath: $0).deletingLastPathComponent() }
  }()

  /// A file of a Python package in a virtual environment, whatever the Python version.
  private static func installed(_ environment: String, _ file: String) -> URL? {
    let libraries = cache.appending(path: "\(environment)/lib")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
    return versions.map { libraries.appending(path: "\($0)/site-packages/\(file)") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }
}
