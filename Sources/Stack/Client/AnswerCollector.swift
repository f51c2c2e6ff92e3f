import NIOCore
import NIOHTTP1

/// Gathers an answer.
final class AnswerCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let answer: EventLoopPromise<GatewayClient.Answer>
  private var status = 0
  private var date: String?
  private var body: [UInt8] = []

  init(_ answer: EventLoopPromise<GatewayClient.Answer>) {
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      status = Int(head.status.code)
      date = head.headers.first(name: "date")
    case .body(let part): body += part.readableBytesView.prefix(GatewayClient.largestBody - body.count)
    case .end: answer.succeed(GatewayClient.Answer(status: status, body: body, date: date))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    answer.fail(GatewayClient.Fault.broken("it closed the connection"))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(GatewayClient.Fault.broken("it does not answer as HTTP"))
    context.close(promise: nil)
  }
}
