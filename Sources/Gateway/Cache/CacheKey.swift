import NIOCore
import WireFormats

/// A request as far as its answer depends on it. Two that are equal mean the same, to the byte: it is the text itself
/// that is compared, and no digest of it.
struct CacheKey: Hashable, Sendable {
  private let bytes: [UInt8]

  /// Is `nil` where the answer depends on more than the request.
  ///
  /// - Parameters:
  ///   - request: the request, complete.
  ///   - format: its wire format.
  ///   - routes: who could answer: the same name may mean another model after the configuration has changed.
  ///   - isShared: whether the client's key makes no difference.
  init?(_ request: InboundRequest, _ format: WireFormat, _ routes: [Route], isShared: Bool) {
    guard let head = request.head, let admission = request.admission, format != .countTokens,
      request.body.readableBytes <= Self.maximumBodySize
    else { return nil }
    let body = request.body.withUnsafeReadableBytes { bytes in
      try? CanonicalJSON(bytes.bindMemory(to: UInt8.self).span, dropping: Self.dropped)
    }
    guard let body, body.isExact else { return nil }
    var bytes = Array(format.rawValue.utf8)
    // No part can run into the next: none of them has a zero byte.
    let models = routes.flatMap { [$0.host, $0.deployment.upstream?.pathPrefix ?? "", $0.upstreamModel] }
    for part in [isShared ? "" : admission.account?.name ?? "", String(admission.query)] + models {
      bytes.append(0)
      bytes += part.utf8
    }
    for field in head.fields where field.name == .anthropicVersion || field.name == .beta {
      bytes += [0, field.name.rawValue]
      head.bytes.withUnsafeReadableBytes { bytes += $0[field.value] }
    }
    bytes += [0, 0]
    bytes += body.bytes
    self.bytes = bytes
  }

  /// Larger requests are not worth the time that it takes to bring them into one form.
  private static let maximumBodySize = 4 << 20

  /// What the provider never sees, and so cannot answer to.
  private static let dropped: Set<String> = ["cache", "client_metadata"]

  var size: Int { bytes.count }

  /// A short name, to find an answer by in the headers of others.
  var name: String {
    // Fowler, Noll and Vo's hash, version 1a: a name is all it is for.
    String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
  }
}
