public import Diagnostics
internal import NIOCore
internal import NIOHTTP1

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension GatewayClient {
  private struct List: Decodable {
    struct Entry: Decodable { let id: String }
    let data: [Entry]
  }

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
    switch answer.status {
    case 200:
      if let list = try? JSONDecoder().decode(List.self, from: Data(answer.body)) { return list.data.map(\.id) }
    case 401, 403:
      throw Failure(
        .failed,
        id: "gateway.key",
        "the gateway at \(endpoint.host):\(endpoint.port) refuses LITELLM_MASTER_KEY",
        hint: "restart it, if the key was changed since it started"
      )
    default: break
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
