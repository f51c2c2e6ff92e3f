/// A unit with which systemd starts the gateway's supervisor for this user.
public struct SystemdUnit: Sendable, Equatable {
  /// The unit's name.
  public static let name = "agentproxy.service"

  private let supervisor: SpawnedProgram
  private let folder: String

  /// A unit for a clone.
  ///
  /// - Parameters:
  ///   - supervisor: the program to start.
  ///   - folder: the clone.
  public init(_ supervisor: SpawnedProgram, folder: String) {
    self.supervisor = supervisor
    self.folder = folder
  }

  private static let mark = "# Written by `agentproxy-setup up --systemd`."

  /// Whether a text is that of such a unit, of this or another version of the program.
  public static func isOurs(_ text: [UInt8]) -> Bool { text.starts(with: mark.utf8) }

  /// The unit's text.
  ///
  /// The supervisor alone gets SIGTERM, and lets the gateway finish: to the gateway a second signal would mean to cut.
  public var text: String {
    """
    \(Self.mark)
    [Unit]
    Description=agentproxy-setup: the gateway of \(Self.escaped(folder))
    After=network-online.target

    [Service]
    ExecStart=\(([supervisor.path] + supervisor.arguments).map(Self.quoted).joined(separator: " "))
    ExecReload=/bin/kill -HUP $MAINPID
    Restart=on-failure
    RestartSec=5
    KillMode=mixed
    TimeoutStopSec=45

    [Install]
    WantedBy=default.target

    """
  }

  /// The commands that put it to use.
  public static let commands = [
    "systemctl --user daemon-reload",
    "systemctl --user enable --now \(name)",
    "loginctl enable-linger",
  ]

  /// A word of a command line as systemd.service(5) reads it.
  private static func quoted(_ word: String) -> String {
    "\"\(escaped(word).replacing("$", with: "$$"))\""
  }

  /// A text without what systemd would put something else in the place of.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"": escaped += "\\\(scalar)"
      case "%": escaped += "%%"
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
