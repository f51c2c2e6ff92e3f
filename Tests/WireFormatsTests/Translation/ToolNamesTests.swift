import SeededRandom
import Testing

@testable import WireFormats

@Suite struct ToolNamesTests {
  private func names(_ tools: [(String?, String)], upstream: WireFormat = .messages) -> ToolNames {
    var conversation = Conversation(origin: .responses, model: "m")
    conversation.tools = tools.map { namespace, name in
      let tool = Tool.function(FunctionTool(name: name))
      return namespace.map { .namespace(name: $0, description: nil, tools: [tool]) } ?? tool
    }
    return ToolNames(conversation, abilities: .init(upstream))
  }

  @Test func aNamespaceIsFlattenedAndFoundAgain() {
    let names = names([("mcp__mini", "add"), ("multi_agent_v1", "spawn_agent"), (nil, "exec_command")])
    #expect(names.upstreamName(of: ToolName("add", namespace: "mcp__mini")) == "mcp__mini__add")
    #expect(names.upstreamName(of: ToolName("exec_command")) == "exec_command")
    #expect(
      names.original(of: "multi_agent_v1__spawn_agent")?.name == ToolName("spawn_agent", namespace: "multi_agent_v1")
    )
    #expect(names.original(of: "spawn_agent") == nil)
  }

  @Test func namespacesStayWhereTheyAreKnown() {
    let names = names([("mcp__mini", "add"), (nil, "add")], upstream: .responses)
    #expect(names.upstreamName(of: ToolName("add", namespace: "mcp__mini")) == "add")
    #expect(names.original(of: "add")?.name == ToolName("add"))
  }

  /// A tool keeps its own name, whatever another one's would become, and wherever it stands.
  @Test(arguments: [false, true])
  func ofTwoAlikeTheOneThatFitsKeepsItsName(_ isReversed: Bool) {
    let tools: [(String?, String)] = [
      ("a", "b"), ("a__", "b"), (nil, "a__b"), (nil, "x.y"), (nil, "x_y"), (nil, "x:y"),
    ]
    let names = names(isReversed ? tools.reversed() : tools)
    #expect(names.upstreamName(of: ToolName("a__b")) == "a__b")
    #expect(names.upstreamName(of: ToolName("x_y")) == "x_y")
    let all = tools.map { names.upstreamName(of: ToolName($0.1, namespace: $0.0)) }
    #expect(Set(all).count == tools.count)
    #expect(all[0].hasPrefix("a__b_"))
  }

  @Test func longNamesAreCut() {
    let long = String(repeating: "x", count: 70)
    let names = names([(nil, long), (nil, long + "y"), ("ns", long)])
    let all = [ToolName(long), ToolName(long + "y"), ToolName(long, namespace: "ns")].map(names.upstreamName)
    #expect(Set(all).count == 3)
    for name in all { #expect(name.utf8.count == 64) }
    #expect(names.original(of: all[1])?.name == ToolName(long + "y"))
  }

  /// Whatever tools are called, each has a name of its own that providers take, and is found again by it.
  @Test func anyNamesComeBack() {
    var random = SeededGenerator(seed: 1)
    let pieces = ["a", "b", "__", ".", "é", String(repeating: "l", count: 40), "-", " "]
    for _ in 0..<300 {
      let tools: [(String?, String)] = (0..<8).map { _ in
        func word() -> String {
          (0...Int.random(in: 0..<3, using: &random)).map { _ in pieces[Int.random(in: 0..<8, using: &random)] }
            .joined()
        }
        return (Bool.random(using: &random) ? word() : nil, word())
      }
      let names = names(tools)
      for (namespace, name) in tools {
        let tool = ToolName(name, namespace: namespace)
        let upstream = names.upstreamName(of: tool)
        #expect(names.original(of: upstream)?.name == tool)
        #expect((1...64).contains(upstream.utf8.count))
        #expect(
          upstream.utf8.allSatisfy {
            $0 == 0x2D || $0 == 0x5F || (0x30...0x39).contains($0) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A)
          }
        )
      }
    }
  }
}
