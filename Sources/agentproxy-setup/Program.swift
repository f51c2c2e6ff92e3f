import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the program begins.
@main
enum Program {
  /// Not `async`, for which Dispatch would end the main thread: in a static program the C library sorts tables for
  /// that, which takes longer than most commands. Nothing here is bound to that thread, so it only waits; `detached`,
  /// as it is the main actor's, which nobody serves.
  static func main() {
    Task.detached {
      await run(Array(CommandLine.arguments.dropFirst()))
      exit(0)
    }
    while true { pause() }
  }

  private static func run(_ arguments: [String]) async {
    // The parser suggests options, and no commands.
    if let message = unknownCommand(arguments, of: AgentProxySetup.self) {
      AgentProxySetup.exit(withError: ValidationError(message))
    }
    await AgentProxySetup.main(arguments)
  }
}
