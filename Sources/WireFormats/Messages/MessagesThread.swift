extension Conversation {
  /// Refuses Anthropic's `thread`, by which it keeps a conversation and gets only what is new of it: at another provider
  /// the next turn would come alone, without those before.
  ///
  /// The tool runners of Anthropic's SDKs always send it; at this code they go on with the whole conversation.
  ///
  /// - Throws: a 400 that names the field, unless `upstream` is Anthropic's format.
  func refuseThread(for upstream: WireFormat) throws(ErrorReply) {
    guard origin == .messages, upstream != .messages, native.contains(where: { $0.key == "thread" }) else { return }
    throw ErrorReply(
      .invalidRequest,
      "thread cannot be passed on to this model: what it names is kept by Anthropic alone; send all `messages`",
      parameter: "thread",
      detail: "thread_unsupported_request"
    )
  }
}
