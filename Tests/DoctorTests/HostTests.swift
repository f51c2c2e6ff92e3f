import Diagnostics
import Doctor
import FakeUpstream
import Foundation
import Gateway
import Provisioning
import Testing

/// The machine and its programs.
struct HostTests {
  @Test func aMachineThatIsWell() async throws {
    let setup = try await Setup(environment: ["PATH": "/nowhere"])
    let results = await examine(setup.context(), only: ["host"])
    expectOnly([], in: results)
    #expect(results["host.git"]?.outcome == .passed("2.39.5"))
    #expect(results["host.containers"]?.outcome == .passed("none, so the engine is embedded"))
  }

  @Test func aMissingGit() async throws {
    let setup = try await Setup()
    let results = await examine(setup.context(programs: Programs { _, _, _ in .missing }), only: ["host"])
    expectOnly(["host.git"], in: results)
    #expect(results["host.git"]?.outcome.finding?.remedy == .command("sudo apt-get install git"))
    // Then it is there.
    expectOnly([], in: await examine(setup.context(), only: ["host"]))
    let broken = setup.context(programs: Programs { _, _, _ in .silent })
    #expect(try await outcome("host.git", broken).status == .warning)
  }

  @Test func aCommandUnderSudo() async throws {
    guard getuid() == 0 else { return }
    let setup = try await Setup(environment: ["SUDO_USER": "somebody"])
    var context = setup.context()
    let results = await examine(context, only: ["host"])
    expectOnly(["host.system"], in: results)
    #expect(results["host.system"]?.outcome.finding?.remedy == .advice("run it without sudo"))
    context.environment["SUDO_USER"] = nil
    expectOnly([], in: await examine(context, only: ["host"]))
  }

  @Test(arguments: [
    ("/nowhere/at/all", "which is not there"), ("/dev/null", "which is no folder"),
    ("home", "which is another folder for each that a tool is started in"), ("/proc", "where you may make no files"),
  ])
  func aHomeThatIsNone(home: String, fault: String) async throws {
    let setup = try await Setup()
    var broken = setup.context()
    broken.environment["HOME"] = home
    broken.places = Places(environment: broken.environment, current: setup.project.folder)
    let results = await examine(broken, only: ["host"])
    expectOnly(["host.home"], in: results)
    #expect(results["host.home"]?.outcome.finding?.message == "HOME is \(home), \(fault)")
    var context = setup.context()
    context.isHomeSet = false
    let unset = await examine(context, only: ["host"])
    expectOnly(["host.home"], in: unset)
    #expect(unset["host.home"]?.outcome.finding?.remedy == .advice("set HOME to your home folder: `export HOME=…`"))
    expectOnly([], in: await examine(setup.context(), only: ["host"]))
  }

  @Test func composeWithoutContainers() async throws {
    let setup = try await Setup(["AGENTPROXY_ENGINE=compose"], environment: ["PATH": "/nowhere"])
    let results = await examine(setup.context(), only: ["host"])
    expectOnly(["host.containers"], in: results)
    let finding = try #require(results["host.containers"]?.outcome.finding)
    #expect(finding.message == "neither Docker Compose nor Podman is installed")
    #expect(finding.remedy?.text.contains("agentproxy-setup up --engine embedded") == true)
    try await setup.initialize(["AGENTPROXY_ENGINE=embedded"])
    expectOnly([], in: await examine(setup.context(), only: ["host"]))
  }

  /// Docker's command is there, and its daemon is, or is not.
  @Test func composeWithDocker() async throws {
    let setup = try await Setup(["AGENTPROXY_ENGINE=compose"])
    let folder = "\(setup.root)/programs"
    try setup.install("#!/bin/sh\n", at: "\(folder)/docker")
    _ = try setup.type("ln -s /bin/sh \(folder)/sh")
    var context = setup.context()
    context.environment["PATH"] = folder
    context.environment["DOCKER_HOST"] = "unix:///nowhere/docker.sock"
    for allowsNetwork in [false, true] {
      let results = await examine(context, only: ["host.containers"], network: allowsNetwork)
      expectOnly(["host.containers"], in: results)
      let finding = try #require(results["host.containers"]?.outcome.finding)
      #expect(
        finding.message == "`docker` is there, but no containers can be had: no daemon listens at /nowhere/docker.sock"
      )
      #expect(finding.remedy?.text.hasPrefix("start Docker (`docker info`") == true)
    }
    // Over a network Docker's command itself is asked.
    var working = setup.context()
    working.environment = context.environment.merging(["DOCKER_HOST": "tcp://127.0.0.1:9"]) { $1 }
    #expect(try await outcome("host.containers", working) == .passed("`docker compose` works"))
    try setup.write("#!/bin/sh\necho Docker Compose version v2.29.1\n", to: "\(folder)/docker")
    working = setup.context()
    working.environment = context.environment.merging(["DOCKER_HOST": "tcp://127.0.0.1:9"]) { $1 }
    #expect(try await outcome("host.containers", working) == .passed("`docker compose` 2.29.1"))
  }

  @Test func aComposeThatIsOld() async throws {
    let setup = try await Setup(["AGENTPROXY_ENGINE=compose"])
    let folder = "\(setup.root)/programs"
    func look(_ version: String) async throws -> Outcome {
      let script = "#!/bin/sh\necho 'docker-compose version \(version), build x'\n"
      try setup.install(script, at: "\(folder)/docker-compose")
      #expect(try setup.type("ln -sf /bin/sh \(folder)/sh") == 0)
      var context = setup.context()
      context.environment["PATH"] = folder
      context.environment["DOCKER_HOST"] = "tcp://127.0.0.1:9"
      return try await outcome("host.containers", context)
    }
    let old = try await look("1.25.0")
    #expect(old.status == .warning)
    #expect(old.finding?.message == "docker-compose 1.25.0 is older than 1.29.0, and may not accept docker-compose.yml")
    #expect(try await look("1.29.2") == .passed("`docker-compose` 1.29.2"))
  }

  @Test func eitherEngineWithoutADaemon() async throws {
    let setup = try await Setup()
    let folder = "\(setup.root)/programs"
    try setup.install("#!/bin/sh\n", at: "\(folder)/docker")
    var context = setup.context()
    context.environment["PATH"] = folder
    context.environment["DOCKER_HOST"] = "unix:///nowhere/docker.sock"
    let brief = await examine(context, only: ["host.containers"])
    #expect(brief["host.containers"]?.outcome == .passed("docker, not asked"))
    let whole = await examine(context, only: ["host.containers"], network: true)
    guard case .passed(let words)? = whole["host.containers"]?.outcome else {
      Issue.record("\(whole)")
      return
    }
    #expect(words.hasPrefix("the engine is embedded, as `docker` is there, but no containers can be had"), "\(words)")
  }

  @Test func aPortThatIsTaken() async throws {
    try await FakeUpstream.run(.answers([.text("")])) { other in
      let setup = try await Setup(["AGENTPROXY_PORT=\(other.port)"])
      let results = await examine(setup.context(), only: ["host"])
      expectOnly(["host.port"], in: results)
      let finding = try #require(results["host.port"]?.outcome.finding)
      #expect(finding.message.hasPrefix("port \(other.port) is taken by "))
      #expect(finding.message.contains("process \(getpid())"))
      try await setup.mend(finding)
      expectOnly([], in: await examine(setup.context(), only: ["host"]))
    }
  }

  /// Python is what LiteLLM runs in, and much else.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")),
    arguments: ["other", "litellm"]
  )
  func pythonOnThePort(script: String) async throws {
    let port = freePort()
    let setup = try await Setup(["AGENTPROXY_PORT=\(port)"])
    try setup.write(
      "import socket, time\ns = socket.create_server(('127.0.0.1', \(port)))\ntime.sleep(600)\n",
      to: "\(setup.root)/\(script).py"
    )
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["\(setup.root)/\(script).py"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // What ends a process kindly is not heard by one that a test has started.
    defer { kill(process.processIdentifier, SIGKILL) }
    while !PortOwner.isTaken(port: port) { try await Task.sleep(for: .milliseconds(20)) }
    let found = try await outcome("host.port", setup.context())
    if script == "litellm" {
      #expect(found == .passed("\(port): python3 (process \(process.processIdentifier))"))
    } else {
      #expect(found.finding?.message == "port \(port) is taken by python3 (process \(process.processIdentifier))")
      #expect(found.finding?.remedy?.text.hasPrefix("agentproxy-setup init --set AGENTPROXY_PORT=") == true)
    }
  }

  @Test(arguments: [(400, Status.warning), (10, .failed)])
  func aDiskThatIsFull(free: Int, status: Status) async throws {
    let setup = try await Setup()
    var context = setup.context()
    let home = setup.home
    context.freeMegabytes = { $0 == home ? free : 10_000 }
    let results = await examine(context, only: ["host"])
    expectOnly(["host.disk"], in: results)
    #expect(
      results["host.disk"]?.outcome
        == .found([
          Finding(status == .failed ? .error : .warning, "\(free) MB are free at ~", .advice("make room there"))
        ])
    )
    context.freeMegabytes = { _ in 10_000 }
    expectOnly([], in: await examine(context, only: ["host"]))
  }

  @Test func aClockThatIsWrong() async throws {
    let setup = try await Setup()
    var context = setup.context()
    context.now = 1_000_000_000
    let results = await examine(context, only: ["host"])
    expectOnly(["host.clock"], in: results)
    #expect(results["host.clock"]?.outcome.finding?.message == "this machine's clock says 2001-09-09 01:46 UTC")
    #expect(results["host.clock"]?.outcome.finding?.remedy == .command("sudo timedatectl set-ntp true"))
    context.now = Int(Date.now.timeIntervalSince1970)
    expectOnly([], in: await examine(context, only: ["host"]))
    context.now = Int(Date.now.timeIntervalSince1970) - 3600
    #expect(try await outcome("host.clock", context).status == .warning)
  }
}
