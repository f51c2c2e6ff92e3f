import Diagnostics
import Testing

@testable import Stack

/// Which program runs the containers, and what is said to it.
struct ComposeTests {
  private func find(
    _ answers: [String: ComposeProgram.Trial],
    docker: DockerDaemon = .unknown
  ) async throws(Failure) -> ComposeProgram {
    try await ComposeProgram.find(
      docker: docker,
      isInstalled: { name in answers.keys.contains { $0.hasPrefix("\(name) ") } },
      attempt: { answers[$0.joined(separator: " ")] ?? .missing }
    )
  }

  @Test func theFirstThatWorksIsTaken() async throws {
    let all: [String: ComposeProgram.Trial] = [
      "docker compose version": .works(""), "docker-compose version": .works(""), "docker info": .works(""),
      "podman compose version": .works(""), "podman-compose version": .works(""), "podman info": .works(""),
    ]
    #expect(try await find(all) == .dockerPlugin)
    #expect(try await find(all.merging(["docker compose version": .fails("no plugin")]) { $1 }) == .dockerCompose)
    let noDocker = all.merging(["docker info": .fails("cannot connect")]) { $1 }
    #expect(try await find(noDocker) == .podmanPlugin)
    #expect(try await find(["podman-compose version": .works(""), "podman info": .works("")]) == .podmanCompose)
    // With version 1.29 the command `docker` need not be there.
    #expect(try await find(["docker-compose version": .works("")]) == .dockerCompose)
  }

  @Test func whatTheDaemonSaysIsNotAskedOfTheCommand() async throws {
    let all: [String: ComposeProgram.Trial] = [
      "docker compose version": .works(""), "docker info": .fails("not to be asked"),
      "podman-compose version": .works(""), "podman info": .works(""),
    ]
    #expect(try await find(all, docker: .answers) == .dockerPlugin)
    #expect(try await find(all, docker: .silent("nobody is there")) == .podmanCompose)
    let alone = await #expect(throws: Failure.self) {
      try await find(["docker compose version": .works("")], docker: .silent("nobody is there"))
    }
    #expect(alone?.description.contains("`docker` is there, but no containers can be had: nobody is there\n") == true)
  }

  @Test func aPodmanComposeThatIsTooOldIsNotTaken() async throws {
    func answers(_ version: String) -> [String: ComposeProgram.Trial] {
      ["podman-compose version": .works("using podman\npodman-compose \(version)\n"), "podman info": .works("")]
    }
    for version in ["version 1.5.0", "version 1.6.0", "version 2.0.1", "of my own"] {
      #expect(try await find(answers(version)) == .podmanCompose)
    }
    for version in ["1.0.3", "1.4.1"] {
      let old = await #expect(throws: Failure.self) { try await find(answers("version: \(version)")) }
      #expect(old?.description.contains("podman-compose \(version) cannot start the stack") == true)
    }
  }

  @Test func whatIsMissingIsSaid() async {
    let nothing = await #expect(throws: Failure.self) { try await find([:]) }
    #expect(nothing?.status == .unavailable)
    #expect(nothing?.description.contains("neither Docker Compose nor Podman is installed") == true)
    let unreachable = await #expect(throws: Failure.self) {
      try await find([
        "docker compose version": .works(""), "docker info": .fails("Cannot connect to the Docker daemon"),
      ])
    }
    #expect(unreachable?.status == .unavailable)
    #expect(unreachable?.description.contains("can be had: Cannot connect to the Docker daemon\n") == true)
    #expect(unreachable?.diagnostics.first?.hint?.contains("docker info") == true)
  }

  @Test(arguments: [
    (ComposeProgram.dockerPlugin, "docker compose"), (.dockerCompose, "docker-compose"),
    (.podmanPlugin, "podman compose"), (.podmanCompose, "podman-compose"),
  ])
  func eachIsSpokenToInItsWay(program: ComposeProgram, words: String) {
    let stack = ComposeStack(program, folder: "/c", environmentFile: "/c/.env", name: "agentproxy")
    #expect(stack.up(replicas: 3).joined(separator: " ") == "\(words) --project-name agentproxy up --detach")
    #expect(
      stack.renew.joined(separator: " ")
        == "\(words) --project-name agentproxy restart litellm"
    )
    #expect(
      stack.usage(["--by", "day"]).joined(separator: " ")
        == "\(words) --project-name agentproxy exec -T litellm agentproxy-setup usage --request-log "
        + "/data/requests.sqlite --by day"
    )
    #expect(stack.logs(lines: 7, follows: true, isColored: true).suffix(4) == ["logs", "--follow", "--tail", "7"])
    let plain = stack.logs(lines: 7, follows: false, isColored: false)
    #expect(plain.contains("--no-color") == words.hasPrefix("docker"))
    #expect(stack.list.first == (words.hasPrefix("docker") ? "docker" : "podman"))
    #expect(stack.update.map { $0.suffix(1) } == [["pull"]])
    let built = ComposeStack(
      program,
      folder: "/c",
      environmentFile: "/c/.env",
      name: "agentproxy",
      buildsGateway: true,
      isFronted: true
    )
    #expect(built.up(replicas: 3).suffix(2) == ["--scale", "litellm=3"])
    #expect(built.up(replicas: 1).last == "--detach")
    #expect(built.update.map { $0.suffix(2) } == [["build", "--pull"], ["pull", "caddy"]])
    let other = ComposeStack(program, folder: "/c", environmentFile: "/other/env", name: "mine")
    #expect(
      other.down.joined(separator: " ") == "\(words) --project-name mine --env-file /other/env down"
    )
  }

  @Test func servicesAreNamedAsInTheFile() {
    let text = """
      a1\tagentproxy-postgres-1\trunning\tUp 2 hours (healthy)
      a2\tagentproxy_litellm_2\tExited\tExited (1)
      a3\tagentproxy_caddy_1\tUp 6 seconds ago\tUp 6 seconds ago
      a4\tagentproxy-litellm-1\trestarting\tRestarting (1) 5 seconds ago
      other\tx\ty
      """
    let services = ComposeService.read(text, project: "agentproxy")
    #expect(services.map(\.name) == ["caddy", "litellm", "litellm_2", "postgres"])
    #expect(services.map(\.state) == ["up 6 seconds ago", "restarting", "exited", "running"])
    #expect(services.last?.status == "Up 2 hours (healthy)")
    #expect(services.first?.container == "agentproxy_caddy_1")
    #expect(services.map(\.id) == ["a3", "a4", "a2", "a1"])
    #expect(services.map(\.isRunning) == [true, false, false, true])
    #expect(services.map(\.hasEnded) == [false, false, true, false])
    #expect(services.map(\.isGateway) == [false, true, true, false])
  }
}
