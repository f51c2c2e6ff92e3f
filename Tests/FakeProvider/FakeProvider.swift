import FakeUpstream
import Foundation

/// The provider of `script/test-stack`, as a program: containers cannot ask a test's own process.
///
/// A request that says "say hello to the stack" gets a text, one that says "refuse this" a 401, any other that offers a
/// shell tool a call of it. Each request that asks a model is written to standard output: the path, and the credential
/// that came with it.
@main
struct FakeProvider {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let port = Int(arguments[2]) else {
      FileHandle.standardError.write(Data("usage: fake-provider ADDRESS PORT\n".utf8))
      exit(64)
    }
    let agent = FakeUpstream.Script.agent(running: "echo made by an agent > made.txt", thenSaying: "the file is there")
    let upstream = try await FakeUpstream.start(.respond { answer($0, agent) }, host: arguments[1], port: port)
    write("listening on \(arguments[1]):\(upstream.port)")
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  private static func answer(_ request: FakeUpstream.Request, _ agent: FakeUpstream.Script) -> FakeUpstream.Reply {
    guard let format = request.format else { return agent.reply(to: request, modelOrdinal: 0) }
    write("\(request.path) \(request.header("authorization") ?? request.header("x-api-key") ?? "none")")
    let text = request.text
    if text.contains("refuse this") { return .error(401, "the provider does not know this token", as: format) }
    guard text.contains("say hello to the stack") else { return agent.reply(to: request, modelOrdinal: 0) }
    var reply = FakeUpstream.Answer.text("the provider says hello").reply(to: request)
    // Long enough to be under way when something is killed.
    if text.contains("say hello to the stack slowly") { reply.delayBeforeHead = .milliseconds(300) }
    return reply
  }

  private static func write(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}
