internal import Subprocess

extension Programs {
  /// So much of what a program prints is kept.
  private static let outputLimit = 1 << 20

  /// The programs of this machine.
  ///
  /// - Parameter environment: what they find in their environment; `PATH` says where they are looked for.
  /// - Returns: the port.
  public static func real(_ environment: [String: String]) -> Programs {
    let variables = Environment.custom(environment.map { Array("\($0)=\($1)\0".utf8) })
    return Programs(feeding: { program, arguments, input, patience in
      await withTaskGroup(of: Answer.self) { group in
        group.addTask { await ask(program, arguments, input, variables) }
        group.addTask {
          try? await Task.sleep(for: patience)
          return .silent
        }
        let answer = await group.next() ?? .silent
        // Ends the program if it is the one that is late.
        group.cancelAll()
        return answer
      }
    })
  }

  private static func ask(
    _ program: String,
    _ arguments: [String],
    _ input: String,
    _ variables: Environment
  ) async -> Answer {
    do {
      let result = try await run(
        .name(program),
        arguments: Arguments(arguments),
        environment: variables,
        input: .string(input),
        output: .bytes(limit: outputLimit),
        error: .bytes(limit: outputLimit)
      )
      let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
      return .ended(
        status: status,
        output: String(decoding: result.standardOutput, as: UTF8.self),
        errors: String(decoding: result.standardError, as: UTF8.self)
      )
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return .missing
    } catch {
      return .silent
    }
  }
}
