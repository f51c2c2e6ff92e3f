import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Stack

/// Docker's daemon behind its socket, for which a server of one sentence stands here.
struct DockerDaemonTests {
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    // Short, as a socket's path has to be.
    let folder = "/tmp/docker-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  /// Says `answer` to whoever connects.
  private final class Sentence: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    let answer: String

    init(_ answer: String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", DockerDaemon.answers),
    ("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", .silent("the daemon at PATH answers with status 503")),
    ("what?\r\n\r\n", .silent("no daemon answers at PATH")),
  ])
  func itIsAskedByItsSocket(said: String, wanted: DockerDaemon) async throws {
    try await withFolder { folder in
      let path = "\(folder)/docker.sock"
      let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { $0.pipeline.addHandler(Sentence(said)) }
        .bind(unixDomainSocketPath: path).get()
      let found = await DockerDaemon.find(environment: ["DOCKER_HOST": "unix://\(path)"])
      try await server.close()
      if case .silent(let words) = wanted {
        #expect(found == .silent(words.replacingOccurrences(of: "PATH", with: path)))
      } else {
        #expect(found == wanted)
      }
    }
  }

  @Test func nobodyThereIsSaid() async throws {
    try await withFolder { folder in
      let path = "\(folder)/docker.sock"
      let found = await DockerDaemon.find(environment: ["DOCKER_HOST": "unix://\(path)"])
      #expect(found == .silent("no daemon listens at \(path)"))
    }
  }

  @Test func theSocketIsTheOneThatDockerWouldTake() async throws {
    try await withFolder { folder in
      let usual = "/var/run/docker.sock"
      #expect(DockerDaemon.socket(environment: ["HOME": folder]) == usual)
      #expect(DockerDaemon.socket(environment: ["HOME": folder, "DOCKER_HOST": "unix:///a/b"]) == "/a/b")
      #expect(DockerDaemon.socket(environment: ["HOME": folder, "DOCKER_HOST": "tcp://127.0.0.1:1"]) == nil)
      #expect(DockerDaemon.socket(environment: ["HOME": folder, "DOCKER_CONTEXT": "default"]) == usual)
      #expect(DockerDaemon.socket(environment: ["HOME": folder, "DOCKER_CONTEXT": "far"]) == nil)
      // DOCKER_HOST counts before a context.
      #expect(
        DockerDaemon.socket(environment: ["HOME": folder, "DOCKER_CONTEXT": "far", "DOCKER_HOST": "unix:///a"]) == "/a"
      )
      try FileManager.default.createDirectory(atPath: "\(folder)/.docker", withIntermediateDirectories: true)
      try Data(#"{"auths": {}, "currentContext": "desktop-linux"}"#.utf8)
        .write(to: URL(filePath: "\(folder)/.docker/config.json"))
      #expect(DockerDaemon.socket(environment: ["HOME": folder]) == nil)
      #expect(DockerDaemon.socket(environment: ["HOME": folder, "DOCKER_CONFIG": "\(folder)/other"]) == usual)
    }
  }
}
