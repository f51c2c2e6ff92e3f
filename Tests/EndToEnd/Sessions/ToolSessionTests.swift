import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real clients in a long conversation with tools of every kind, whatever their provider speaks.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude)))
  struct ToolSessionTests {
    private static let patch = "*** Begin Patch\n*** Add File: patched.txt\n+patched\n*** End Patch\n"

    /// Thinks and calls two tools at once, then one after the other whatever else there is, and says that it is done.
    private static func model(_ pair: Pair, picture: URL) -> @Sendable (FakeUpstream.Request) -> FakeUpstream.Answer {
      { request in
        let received = Received(request)
        if received.says("what was it?") { return .text("it was a red square") }
        if received.results.isEmpty {
          return .turn(
            .init(
              .thinking("First the two commands.", proof: "proof-1=="),
              .text("Let me see."),
              pair.shell("echo o''ne"),
              pair.shell("echo t''wo")
            )
          )
        }
        if !received.hasCalled(NotesServer.tool) {
          guard received.offers(NotesServer.tool) else {
            return .turn(.init(request.call("tool_search", #"{"query":"notes look up"}"#)))
          }
          return .turn(
            .init(
              .thinking("Now the word.", proof: "proof-2=="),
              request.call(NotesServer.tool, #"{"word":"naïve \"ünïcode\""}"#)
            )
          )
        }
        if received.offers("apply_patch"), !received.hasCalled("apply_patch") {
          return .turn(.init(request.call("apply_patch", #"{"input":"\#(patch.replacing("\n", with: #"\n"#))"}"#)))
        }
        if !received.hasCalled("view_image"), !received.hasCalled("Read") {
          return .turn(.init(pair.look(at: picture)))
        }
        return .text("all done")
      }
    }

    @Test(arguments: Pair.all)
    func `tools, pictures and thoughts survive every turn`(_ pair: Pair) async throws {
      let picture = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString).png")
      try #require(Data(base64Encoded: redPicture)).write(to: picture)
      defer { try? FileManager.default.removeItem(at: picture) }
      try await Session.with(pair, Self.model(pair, picture: picture)) { session in
        var options = try NotesServer.options(pair.client, on: session.machine)
        if pair.client == .codex { options += ["-i", picture.path] }
        let first = try await session.run("use your tools", options)
        #expect(first.status == 0, "\(first)")
        #expect(first.output == "all done\n", "\(first)")
        let second = try await session.resume("what was it?", options)
        #expect(second.status == 0, "\(second)")
        #expect(second.output == "it was a red square\n", "\(second)")
        try check(session)
      }
    }

    private func check(_ session: Session) throws {
      let pair = session.pair
      #expect(session.asked.allSatisfy { $0.path == pair.upstream.path })
      for (earlier, later) in zip(session.asked, session.asked.dropFirst()) {
        #expect(later.parts.count > earlier.parts.count)
      }
      let last = try #require(session.asked.last)
      #expect(Set(last.calls).count == last.calls.count, "\(last.calls)")
      #expect(last.calls == last.results)
      #expect(last.images == Array(repeating: redPicture, count: pair.client == .codex ? 2 : 1))
      #expect(!last.texts(of: "?").contains { !$0.isEmpty })

      var expected = ["user: use your tools", "thinks: First the two commands. (proof-1==)", "assistant: Let me see."]
      expected += [Self.shell, Self.shell, "result: one", "result: two"]
      if last.hasCalled("tool_search") { expected += ["calls tool_search", "result"] }
      expected += ["thinks: Now the word. (proof-2==)", "calls \(NotesServer.tool)"]
      expected += ["result: \(NotesServer.meaning(of: #"naïve "ünïcode""#))"]
      if last.hasCalled("apply_patch") { expected += ["calls apply_patch", "result: A patched.txt"] }
      expected += [Self.look, "result", "assistant: all done", "user: what was it?"]
      // Chat Completions has no proofs, and what becomes of mere thoughts is up to the client.
      if pair.upstream == .chat { expected.removeAll { $0.hasPrefix("thinks") } }
      let steps = steps(of: last).filter { pair.upstream != .chat || !$0.hasPrefix("thinks") }
      #expect(steps == expected)
      #expect(last.hasCalled("apply_patch") == (pair.client == .codex && pair.upstream != .messages))
      if last.hasCalled("apply_patch") {
        let file = session.machine.work.appending(path: "patched.txt")
        #expect(try String(contentsOf: file, encoding: .utf8) == "patched\n")
      }
    }

    private static let shell = "calls the shell"
    private static let look = "calls for a look"

    /// The conversation, without what the client says by itself.
    private func steps(of received: Received) -> [String] {
      var names: [String: String] = [:]
      return received.parts.compactMap { part in
        switch part {
        case .image: return nil
        case .thinking(let text, let proof): return "thinks: \(text) (\(proof ?? "no proof"))"
        case .text(let text, let role):
          let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
          let isPrompt = ["use your tools", "what was it?"].contains(text)
          return role == "assistant" || isPrompt ? "\(role): \(text)" : nil
        case .call(let id, let name, _):
          names[id] = name
          return switch name {
          case "exec_command", "Bash": Self.shell
          case "view_image", "Read": Self.look
          default: "calls \(name)"
          }
        case .result(let id, let text):
          if ["tool_search", "view_image", "Read"].contains(names[id]) { return "result" }
          return "result: \(text.split(separator: "\n").last ?? "")"
        }
      }
    }
  }
}
