import FakeUpstream
import Foundation
import Testing
import WireFormats

extension EndToEndTests {
  /// Every format of a client on every format of a provider, with all that can be asked for.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct MatrixTests {
    @Test func `every cell of the matrix works`() async throws {
      #expect(MatrixCell.all.count == 126)
      try await FakeUpstream.run(Scenario.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try machine.serveEveryFormat(of: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          try await machine.withProxy { _ in
            for cell in MatrixCell.all {
              for compared in cell.requests {
                let body = compared.body("by-\(cell.upstream)")
                let reply =
                  cell.isInGateway
                  ? Reply(try Exchange.post(cell.client.path, body, key: key, port: machine.port))
                  : try translated(cell, body, provider)
                cell.check(reply, compared, asked: provider.modelRequests.last)
              }
            }
          }
        }
      }
    }

    @Test func `the document shows the matrix`() throws {
      let file = Checkout.root.appending(path: "docs/wire-formats.md")
      let document = try String(contentsOf: file, encoding: .utf8)
      let table = try MatrixTable().text
      #expect(document.contains(table), "docs/wire-formats.md must hold this table:\n\(table)")
    }

    /// The answer to a request that no gateway translates, but the library can.
    private func translated(_ cell: MatrixCell, _ body: String, _ provider: FakeUpstream) throws -> Reply {
      let translation = try Translation(
        client: .chatCompletions,
        upstream: .responses,
        request: Array(body.utf8).span,
        model: "gpt-5.5",
        requestID: "r1",
        created: 7
      )
      let request = String(decoding: translation.body, as: UTF8.self)
      let reply = Reply(try Exchange.post(cell.upstream.path, request, key: nil, port: provider.port))
      let answer = Array(reply.body.utf8)
      guard reply.status == 200 else {
        let error = translation.translateError(status: reply.status, body: answer.span)
        return Reply(status: error.status, fields: reply.fields, body: error.body)
      }
      guard translation.isStream else {
        return Reply(status: 200, fields: reply.fields, body: try translation.translateResponse(answer.span))
      }
      var stream = translation.stream()
      return Reply(status: 200, fields: reply.fields, body: stream.read(answer.span) + stream.finish())
    }
  }
}
