public import Diagnostics
internal import NIOCore
internal import NIOHTTP1

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension GatewayClient.Answer {
  private struct List: Decodable {
    struct Entry: Decodable { let id: String }
    let data: [Entry]
  }

  /// The names that a list of models has, in its order; `nil` if this is none. Other programs answer every path with 200.
  var modelNames: [String]? {
    guard status == 200, let list = try? JSONDecoder().decode(List.self, from: Data(body)) else { return nil }
    return list.data.map(\.id)
  }
}

extension GatewayClient {
  /// The names that the gateway lists.
  ///
  /// - Returns: the names in its order; `nil` if no gateway runs there.
  /// - Throws: `Failure` if something answers that is no gateway, or refuses the key.
  public func modelNames() async throws(Failure) -> [String]? {
    let answer: Answer
    do throws(Fault) {
      answer = try await send(.GET, "/v1/models", patience: .seconds(5))
    } catch {
      guard case .timeout = error else { return nil }
      throw Failure(
        .unavailable,
        id: "gateway.silent",
        "the gateway at \(endpoint.host):\(endpoint.port) does not answer",
        hint: "restart it"
      )
    }
    if let names = answer.modelNames { return names }
    if [401, 403].contains(answer.status) {
      throw Failure(
        .failed,
        id: "gateway.key",
        "the gateway at \(endpoint.host):\(endpoint.port) refuses LITELLM_MASTER_KEY",
        hint: "restart it, if the key was changed since it started"
      )
    }
    throw Failure(
      .failed,
      id: "gateway.foreign",
      "what answers at \(endpoint.host):\(endpoint.port) is no gateway: it has no list of models (\(answer.status))",
      hint: "choose another port: agentproxy-setup init --set AGENTPROXY_PORT=…"
    )
  }

  /// What the gateway serves, or what the files say it would serve as it does not run.
  ///
  /// - Parameters:
  ///   - known: the files' models.
  ///   - defaults: the tools, and the models that they start with.
  /// - Returns: the report.
  /// - Throws: `Failure` as ``modelNames()`` does.
  public func report(
    known: [ServedModel],
    defaults: [(tool: String, model: String)]
  ) async throws(Failure) -> ModelReport {
    guard let names = try await modelNames() else { return ModelReport(.files, known, defaults: defaults) }
    return ModelReport(.gateway, ServedModel.listed(names, known: known), defaults: defaults)
  }
}
