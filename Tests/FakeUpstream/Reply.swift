extension FakeUpstream {
  /// One reply, down to the moment and the manner in which it ends.
  public struct Reply: Sendable {
    /// What is done once the head has been sent.
    public enum Step: Sendable, Equatable {
      /// Sends bytes of the body at once.
      case bytes([UInt8])
      /// Waits.
      case pause(Duration)
      /// Sends this many bytes of filler, only as fast as the client reads.
      case filler(bytes: Int)
      /// Closes the connection in good order (FIN), with the body unfinished.
      case close
      /// Tears the connection down (RST), with the body unfinished.
      case reset
    }

    /// How the end of the body is marked.
    public enum Framing: Sendable, Equatable {
      /// By a `Content-Length`.
      case length
      /// By a `Content-Length` that stands in the headers, right or wrong.
      case announced
      /// By chunked transfer encoding.
      case chunked
      /// By closing the connection.
      case untilClose
      /// Not at all: no head is sent, the steps are everything that goes over the wire.
      case raw
    }

    /// The HTTP status.
    public var status: Int
    /// The header fields, in order, without those that frame the body.
    public var headers: [(name: String, value: String)]
    /// How the end of the body is marked.
    public var framing: Framing
    /// What follows the head.
    public var steps: [Step]
    /// How long nothing at all is sent.
    public var delayBeforeHead: Duration = .zero

    /// A reply made of its parts.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - headers: the header fields, without those that frame the body.
    ///   - framing: how the end of the body is marked.
    ///   - steps: what follows the head.
    public init(
      status: Int = 200,
      headers: [(name: String, value: String)] = [],
      framing: Framing = .length,
      steps: [Step] = []
    ) {
      self.status = status
      self.headers = headers
      self.framing = framing
      self.steps = steps
    }

    /// A body sent in one piece.
    ///
    /// - Parameters:
    ///   - text: the body.
    ///   - type: the content type.
    ///   - status: the HTTP status.
    ///   - headers: more header fields.
    /// - Returns: the reply.
    public static func body(
      _ text: String,
      type: String = "application/json",
      status: Int = 200,
      headers: [(name: String, value: String)] = []
    ) -> Reply {
      Reply(
        status: status,
        headers: [(name: "content-type", value: type)] + headers,
        steps: [.bytes(Array(text.utf8))]
      )
    }

    /// Server-sent events, one step each.
    ///
    /// - Parameter events: complete events, each ending in an empty line.
    /// - Returns: the reply.
    public static func stream(_ events: [String]) -> Reply {
      Reply(
        headers: [(name: "content-type", value: "text/event-stream"), (name: "cache-control", value: "no-cache")],
        framing: .chunked,
        steps: events.map { .bytes(Array($0.utf8)) }
      )
    }

    /// An error in the shape of a wire format.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - message: the error's message.
    ///   - format: decides the shape.
    ///   - headers: more header fields, such as `retry-after`.
    /// - Returns: the reply.
    public static func error(
      _ status: Int,
      _ message: String,
      as format: Format,
      headers: [(name: String, value: String)] = []
    ) -> Reply {
      let text = jsonString(message)
      return switch format {
      case .messages:
        .body(#"{"type":"error","error":{"type":"api_error","message":\#(text)}}"#, status: status, headers: headers)
      case .chat, .responses:
        .body(
          #"{"error":{"message":\#(text),"type":"server_error","param":null,"code":null}}"#,
          status: status,
          headers: headers
        )
      }
    }

    /// A connection closed without a single byte.
    public static var nothing: Reply { Reply(framing: .raw, steps: [.close]) }
  }
}
