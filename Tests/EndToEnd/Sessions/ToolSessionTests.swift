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
        let options = try NotesServer.options(pair.client, on: session.machine)
        let attached = pair.client == .codex ? ["-i", picture.path] : []
        let first = try await session.run("use your tools", options + attached)
        #expect(first.status == 0, "\(first)")
        #expect(first.output == "all done\n", "\(first)")
        let second = try await session.resume("what was it?", options)
        #expect(second.status == 0, "\(second)")
        #expect(second.output == "it was a red square\n", "\(second)")
        try check(session)
      }
    }

    /// Claude Code asks a model of its own for a search, which the provider runs, and passes on what it found.
    @Test(arguments: Pair.claude.filter { $0.upstream != .chat })
    func `claude's search of the web is the provider's`(_ pair: Pair) async throws {
      let page = "https://page.example/found"
      let model = { @Sendable (request: FakeUpstream.Request) -> FakeUpstream.Answer in
        let types = (request.json["tools"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
        if types.contains(where: { $0.hasPrefix("web_search") }) {
          return .turn(.init(.webSearch(query: "the word", url: page), .text("It is told there.")))
        }
        if Received(request).results.isEmpty {
          return .turn(.init(.call(name: "WebSearch", arguments: #"{"query":"the word"}"#)))
        }
        return .text("searched")
      }
      try await Session.with(pair, model) { session in
        let outcome = try await session.run("search for the word", ["--allowedTools", "WebSearch"])
        #expect(outcome.output == "searched\n", "\(outcome)")
        let result = session.asked.last?.parts.compactMap { part in
          if case .result(_, let text) = part { text } else { nil }
        }
        #expect(result?.contains { $0.contains(page) && $0.contains("It is told there.") } == true, "\(result ?? [])")
      }
    }

    @Test(arguments: Pair.codex.filter { $0.upstream != .chat })
    func `codex's search of the web is the provider's`(_ pair: Pair) async throws {
      let search = FakeUpstream.Turn.Part.webSearch(query: "the word", url: "https://page.example/found")
      let script = FakeUpstream.Script.answers([.turn(.init(search, .text("found it"))), .text("as I said")])
      try await Session.with(pair, script: script) { session in
        let options = ["-c", #"web_search="live""#]
        let first = try await session.run("search for the word", options)
        #expect(first.output == "found it\n", "\(first)")
        let second = try await session.resume("where was it?", options)
        #expect(second.output == "as I said\n", "\(second)")
        let type = pair.upstream == .messages ? "web_search_20250305" : "web_search"
        for request in session.asked {
          let tools = request.body["tools"] as? [[String: Any]] ?? []
          #expect(tools.contains { $0["type"] as? String == type }, "\(tools.map { $0["type"] ?? "" })")
        }
      }
    }

    private func check(_ session: Session) throws {
      let pair = session.pair
      #expect(session.asked.allSatisfy { $0.path == pair.upstream.path })
      // What was said stays as it was, so that a provider finds it in its cache.
      for (earlier, later) in zip(session.asked, session.asked.dropFirst()) {
        #expect(later.withoutThoughts.starts(with: earlier.withoutThoughts), "\(earlier.parts)\n\n\(later.parts)")
      }
      let last = try #require(session.asked.last)
      #expect(Set(last.calls).count == last.calls.count, "\(last.calls)")
      #expect(last.calls.sorted() == last.results.sorted())
      #expect(last.images == Array(repeating: redPicture, count: pair.client == .codex ? 2 : 1))
      #expect(!last.texts(of: "?").contains { !$0.isEmpty })

      var expected = ["user: use your tools", "thinks: First the two commands. (proof-1==)", "assistant: Let me see."]
      expected += ["runs echo o''ne", "runs echo t''wo", "echo o''ne: one", "echo t''wo: two"]
      if last.hasCalled("tool_search") { expected += ["calls tool_search", "tool_search"] }
      expected += ["thinks: Now the word. (proof-2==)", "calls \(NotesServer.tool)"]
      expected += ["\(NotesServer.tool): \(NotesServer.meaning(of: #"naïve "ünïcode""#))"]
      if last.hasCalled("apply_patch") { expected += ["calls apply_patch", "apply_patch: A patched.txt"] }
      expected += ["looks", "picture", "assistant: all done", "user: what was it?"]
      if pair.upstream == .chat {
        // There are no proofs, and models want their thoughts back within a turn alone.
        let turn = steps(of: session.asked[session.asked.count - 2]).filter { $0.hasPrefix("thinks") }
        #expect(turn == ["thinks: First the two commands. (no proof)", "thinks: Now the word. (no proof)"])
        expected.removeAll { $0.hasPrefix("thinks") }
      }
      #expect(steps(of: last) == expected)
      #expect(last.hasCalled("apply_patch") == (pair.client == .codex && pair.upstream != .messages))
      if last.hasCalled("apply_patch") {
        let file = session.machine.work.appending(path: "patched.txt")
        #expect(try String(contentsOf: file, encoding: .utf8) == "patched\n")
      }
    }

    /// The conversation, without what the client says by itself.
    private func steps(of received: Received) -> [String] {
      var calls: [String: String] = [:]
      var steps: [String] = []
      var results: [String] = []
      for part in received.parts {
        if case .result(let id, let text) = part {
          let call = calls[id] ?? "no call"
          let isFixed = ["picture", "tool_search"].contains(call)
          results.append(isFixed ? call : "\(call): \(text.split(separator: "\n").last ?? "")")
          continue
        }
        // Claude Code gives the results of parallel calls in the order of their ends.
        steps += results.sorted()
        results = []
        switch part {
        case .image, .result: break
        case .thinking(let text, let proof): steps.append("thinks: \(text) (\(proof ?? "no proof"))")
        case .text(let text, let role):
          let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
          let isPrompt = ["use your tools", "what was it?"].contains(text)
          if role == "assistant" || isPrompt { steps.append("\(role): \(text)") }
        case .call(let id, let name, let arguments):
          let (step, call) = describe(name, arguments)
          calls[id] = call
          steps.append(step)
        }
      }
      return steps + results
    }

    /// A call as a step, and as the beginning of its result.
    private func describe(_ name: String, _ arguments: String) -> (step: String, call: String) {
      switch name {
      case "exec_command", "Bash":
        let command = arguments.contains("o''ne") ? "echo o''ne" : "echo t''wo"
        return ("runs \(command)", command)
      case "view_image", "Read": return ("looks", "picture")
      default: return ("calls \(name)", name)
      }
    }
  }
}
