public import Diagnostics

/// Which engine a command is about, and why.
public struct EngineChoice: Sendable, Equatable {
  /// The engine.
  public let kind: EngineKind
  /// Why it is this one, in a few words.
  public let reason: String
  /// What runs the containers, as far as that had to be found out.
  public let compose: ComposeProgram?

  /// What is known before anything is asked.
  public struct Wish: Sendable {
    /// The engine that was asked for; `nil` for either.
    public var kind: EngineKind?
    /// Where that was said, such as `--engine`.
    public var source: String
    /// Whether no provider is to be asked, which only the embedded engine can do.
    public var isSimulated = false

    /// A wish.
    ///
    /// - Parameters:
    ///   - kind: the engine; `nil` for either.
    ///   - source: where that was said.
    public init(_ kind: EngineKind?, source: String) {
      self.kind = kind
      self.source = source
    }
  }

  /// The choice in one line.
  public var line: String { "engine: \(kind.rawValue), \(reason)" }

  /// Chooses.
  ///
  /// - Parameters:
  ///   - wish: what was asked for.
  ///   - embeddedRuns: whether the embedded engine is up.
  ///   - findCompose: looks for what runs containers. It is asked only where that matters: it takes a while.
  /// - Returns: the choice.
  /// - Throws: `Failure` if what was asked for is not there.
  public static func choose(
    _ wish: Wish,
    embeddedRuns: Bool,
    findCompose: () async throws(Failure) -> ComposeProgram
  ) async throws(Failure) -> EngineChoice {
    switch wish.kind {
    case .embedded: return EngineChoice(kind: .embedded, reason: "as \(wish.source) says", compose: nil)
    case .compose:
      return EngineChoice(kind: .compose, reason: "as \(wish.source) says", compose: try await findCompose())
    case nil:
      if wish.isSimulated {
        return EngineChoice(kind: .embedded, reason: "which alone can simulate", compose: nil)
      }
      if embeddedRuns { return EngineChoice(kind: .embedded, reason: "which is up", compose: nil) }
      do throws(Failure) {
        let program = try await findCompose()
        return EngineChoice(kind: .compose, reason: "as `\(program.words)` works here", compose: program)
      } catch {
        let reason = error.diagnostics.first?.message ?? "there are no containers here"
        return EngineChoice(kind: .embedded, reason: "as \(reason)", compose: nil)
      }
    }
  }
}
