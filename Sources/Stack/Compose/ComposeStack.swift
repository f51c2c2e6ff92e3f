/// The containers of a clone, and how they are spoken of to the program that runs them.
public struct ComposeStack: Sendable, Equatable {
  /// The program.
  let program: ComposeProgram
  /// The clone.
  let folder: String
  /// The environment file, where it is not `.env` in the clone.
  let environmentFile: String?
  /// The stack's name: `COMPOSE_PROJECT_NAME`.
  let name: String
  /// Whether the gateway's image is not fetched, but made here: that of the embedded gateway.
  let buildsGateway: Bool
  /// Whether Caddy is in front of the gateway.
  let isFronted: Bool

  /// Gathers the parts.
  ///
  /// - Parameters:
  ///   - program: what runs the containers.
  ///   - folder: the clone.
  ///   - environmentFile: the environment file's absolute path.
  ///   - name: the stack's name.
  ///   - buildsGateway: whether the gateway's image is made here.
  ///   - isFronted: whether Caddy is in front of the gateway.
  public init(
    _ program: ComposeProgram,
    folder: String,
    environmentFile: String,
    name: String,
    buildsGateway: Bool = false,
    isFronted: Bool = false
  ) {
    self.buildsGateway = buildsGateway
    self.isFronted = isFronted
    self.program = program
    self.folder = folder
    self.environmentFile = environmentFile == "\(folder)/.env" ? nil : environmentFile
    self.name = name
  }

  /// A command about the stack. It is to be run in ``folder``.
  ///
  /// - Parameter words: such as `up --detach`.
  /// - Returns: the whole command.
  func command(_ words: [String]) -> [String] {
    program.command + ["--project-name", name] + (environmentFile.map { ["--env-file", $0] } ?? []) + words
  }

  /// Starts everything, and what has changed anew.
  ///
  /// - Parameter replicas: of LiteLLM, behind Caddy. Compose would go back to one where nobody says how many.
  /// - Returns: the command.
  func up(replicas: Int) -> [String] {
    command(["up", "--detach"] + (isFronted && replicas > 1 ? ["--scale", "litellm=\(replicas)"] : []))
  }

  /// Starts LiteLLM anew, which reads its configuration at the start alone.
  var renew: [String] { command(["restart", "litellm"]) }

  /// Ends everything. The volumes stay.
  var down: [String] { command(["down"]) }

  /// Ends containers, and leaves them there.
  ///
  /// Not by way of Compose: version 2 ends every container of the stack where no service is named, and refuses the name
  /// of one that the file has no more.
  func stop(_ containers: [String]) -> [String] { [program.containers, "stop"] + containers }

  /// Fetches the images, and makes the one that is made here from what is newest.
  var update: [[String]] {
    guard buildsGateway else { return [command(["pull"])] }
    // Who is told to fetch an image that is in no registry fails.
    return [command(["build", "--pull"])] + (isFronted ? [command(["pull", "caddy"])] : [])
  }

  /// Shows what the services said.
  ///
  /// Version 1 of Compose colors their names in a file as well. Podman's does not know the option.
  func logs(lines: Int, follows: Bool, isColored: Bool) -> [String] {
    let isPlain = !isColored && program.containers == "docker"
    return command(
      ["logs"] + (isPlain ? ["--no-color"] : []) + (follows ? ["--follow"] : []) + ["--tail", "\(lines)"]
    )
  }

  /// Shows what is in the log of requests, which is where the `Dockerfile` says.
  func usage(_ options: [String]) -> [String] {
    command(
      ["exec", "-T", "litellm", "agentproxy-setup", "usage", "--request-log", "/data/requests.sqlite"] + options
    )
  }

  /// Asks PostgreSQL, as the user and of the database that `docker-compose.yml` names.
  func query(_ statement: String) -> [String] {
    let program = [
      "psql", "--username", "litellm", "--dbname", "litellm", "--no-psqlrc", "--no-align", "--tuples-only",
    ]
    return command(["exec", "-T", "postgres"] + program + ["--command", statement])
  }

  /// Lists the containers, also those that have ended.
  var list: [String] {
    let label = "label=com.docker.compose.project=\(name)"
    return [program.containers, "ps", "--all", "--filter", label, "--format", ComposeService.format]
  }
}
