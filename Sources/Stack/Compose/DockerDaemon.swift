internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Docker's daemon, asked without Docker's own command: that takes half a second to say that there is none.
enum DockerDaemon: Equatable {
  /// It answers.
  case answers
  /// It does not, for this reason.
  case silent(String)
  /// Docker's command has to be asked: it knows of another way than a socket.
  case unknown

  /// How long a daemon may take to say a word.
  private static let patience = TimeAmount.seconds(5)

  private struct ClientConfiguration: Decodable {
    let currentContext: String?
  }

  /// Asks the daemon that Docker's command would ask.
  ///
  /// - Parameter environment: the process's environment.
  /// - Returns: how it is.
  static func find(environment: [String: String]) async -> DockerDaemon {
    guard let socket = socket(environment: environment) else { return .unknown }
    return await ask(socket)
  }

  /// The socket that Docker's command would use, by its own rules; `nil` if it would go by a context or a network.
  static func socket(environment: [String: String]) -> String? {
    if let host = environment["DOCKER_HOST"], !host.isEmpty {
      return host.hasPrefix("unix:///") ? String(host.dropFirst("unix://".count)) : nil
    }
    var context = environment["DOCKER_CONTEXT"] ?? ""
    if context.isEmpty {
      let home = environment["HOME"] ?? ""
      let folder = environment["DOCKER_CONFIG"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.docker"
      let data = try? Data(contentsOf: URL(filePath: "\(folder)/config.json"))
      context = data.flatMap { try? JSONDecoder().decode(ClientConfiguration.self, from: $0) }?.currentContext ?? ""
    }
    return context.isEmpty || context == "default" ? "/var/run/docker.sock" : nil
  }

  private static func ask(_ socket: String) async -> DockerDaemon {
    let headers = HTTPHeaders([("host", "docker"), ("connection", "close")])
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/_ping", headers: headers)
    do {
      let answer = try await SingleExchange.run(head, patience: patience) { $0.connect(unixDomainSocketPath: socket) }
      return answer.status == 200 ? .answers : .silent("the daemon at \(socket) answers with status \(answer.status)")
    } catch let fault as GatewayClient.Fault {
      return .silent(fault == .timeout ? "the daemon at \(socket) says nothing" : "no daemon answers at \(socket)")
    } catch {
      let isForbidden = (error as? IOError)?.errnoCode == EACCES
      return .silent(
        isForbidden ? "you may not use \(socket): its group, `docker`, may" : "no daemon listens at \(socket)"
      )
    }
  }
}
