import Diagnostics
import Provisioning
import Stack

extension EngineContext {
  /// Writes a unit for systemd, and says how to use it.
  ///
  /// - Parameter isSimulated: whether the gateway is to ask no provider.
  /// - Throws: `Failure` if there is a unit of that name that is not ours, or it cannot be written.
  func writeUnit(isSimulated: Bool) throws(Failure) {
    try checkConfiguration(isSimulated: isSimulated)
    let home = session.environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let path = "\(home ?? "\(session.places.home)/.config")/systemd/user/\(SystemdUnit.name)"
    let unit = SystemdUnit(supervisor(isSimulated: isSimulated), folder: project.folder)
    let name = session.places.display(path)
    let text = Array(unit.text.utf8)
    let present = try understood { () throws(SystemError) in try session.system.read(path)?.bytes }
    guard present.map(SystemdUnit.isOurs) ?? true else {
      throw Failure(
        .failed,
        id: "systemd.foreign",
        "there is a unit of this name that agentproxy-setup has not written",
        hint: "move it away, or give it another name",
        file: name
      )
    }
    if present != text {
      try understood { () throws(SystemError) in
        try session.system.replace(path, present, with: text, mode: 0o644)
      }
    }
    session.console.report("\(name) starts the gateway with your session, and again when it ends")
    session.console.commands("next", SystemdUnit.commands)
    session.console.commands("undo", ["systemctl --user disable --now \(SystemdUnit.name)", "rm \(name)"])
  }

  private func understood<Result>(_ work: () throws(SystemError) -> Result) throws(Failure) -> Result {
    do throws(SystemError) {
      return try work()
    } catch {
      throw Failure(.failed, id: "systemd.unit", "\(error)", hint: error.hint)
    }
  }
}
