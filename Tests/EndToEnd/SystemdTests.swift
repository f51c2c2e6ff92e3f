import Foundation
import Glibc
import Testing

/// Whether namespaces can be made, and control groups: not by an ordinary user, nor in a container like most. And where
/// systemd runs the machine, this one would be among its own control groups.
private let canHaveItsOwn: Bool = {
  guard geteuid() == 0, access("/run/systemd/system", F_OK) != 0, access("/sys/fs/cgroup", W_OK) == 0 else {
    return false
  }
  let attempt = Process()
  attempt.executableURL = URL(filePath: "/usr/bin/unshare")
  attempt.arguments = ["--mount", "--pid", "--fork", "--mount-proc", "true"]
  attempt.standardError = FileHandle.nullDevice
  guard (try? attempt.run()) != nil else { return false }
  attempt.waitUntilExit()
  return attempt.terminationStatus == 0
}()

extension EndToEndTests {
  /// The unit that `up --systemd` writes, in the hands of the real systemd: a user's instance in namespaces of its own.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .systemd) && canHaveItsOwn))
  struct SystemdTests {
    private static let script = """
      set -eu
      tool=$1
      said() { printf '== %s\\n' "$1"; }
      until_so() {
        tries=0
        until "$@" >/dev/null 2>&1; do
          tries=$((tries + 1))
          [ "$tries" -lt 200 ] || { echo "in vain: $*" && exit 1; }
          sleep 0.1
        done
      }
      # What it looks at to see that it is wanted.
      mount -t tmpfs tmpfs /run
      mkdir -p /run/systemd/system /run/user/0
      export XDG_RUNTIME_DIR=/run/user/0
      # A control group goes with no namespace: what was not there before is taken away.
      groups() { find /sys/fs/cgroup -depth -type d -name init.scope | sort; }
      before=$(groups)
      leave() {
        systemctl --user exit || true
        wait
        groups | grep -vxF "${before:-none}" | xargs --no-run-if-empty rmdir || true
      }
      trap leave EXIT
      "$2" --user --log-target=console &
      until_so systemctl --user is-system-running
      property() { systemctl --user show --property "$1" --value agentproxy.service; }

      "$tool" up --simulate --systemd
      systemctl --user daemon-reload
      systemctl --user enable --now agentproxy.service
      until_so "$tool" status
      said started
      "$tool" status
      kept=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["supervisor"]["number"])' "$3")
      [ "$(property MainPID)" = "$kept" ]

      systemctl --user reload agentproxy.service
      said reloaded

      kill -KILL "$(property MainPID)"
      until_so sh -c '[ "$(systemctl --user show --property NRestarts --value agentproxy.service)" = 1 ]'
      until_so "$tool" status
      said 'started again'
      "$tool" up --simulate

      "$tool" down
      until_so sh -c '[ "$(systemctl --user is-active agentproxy.service)" = inactive ]'
      said 'down for good'
      "$tool" status || true

      systemctl --user start agentproxy.service
      until_so "$tool" status
      systemctl --user stop agentproxy.service
      said stopped
      [ "$(property Result)" = success ]
      "$tool" status || true
      systemctl --user disable agentproxy.service
      """

    @Test func `systemd starts, watches and ends the gateway`() async throws {
      try await Machine.with { machine in
        let settings = ["--set", "AGENTPROXY_ENGINE=embedded", "--set", "AGENTPROXY_PORT=\(machine.port)"]
        #expect(try await machine.tool(["init", "--yes", "--clients", "none"] + settings).run().status == 0)
        let record = machine.project.appending(path: ".agentproxy/engine.json").path
        let arguments = try [Program.agentproxySetup.require(), Program.systemd.require(), record]
        let outcome = try await Command(
          "unshare",
          ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", Self.script, "bash"] + arguments,
          environment: machine.environment,
          folder: machine.project
        ).run(timeout: .seconds(120))
        #expect(outcome.status == 0, "\(outcome)")
        let parts = outcome.output.split(separator: "== ").map(String.init)
        func part(_ name: String) -> String { parts.first { $0.hasPrefix("\(name)\n") } ?? "" }
        #expect(part("started").contains("gateway   up for"), "\(outcome)")
        #expect(part("started again").contains("already up"), "\(outcome)")
        #expect(part("down for good").contains("gateway   not up"), "\(outcome)")
        #expect(part("stopped").contains("gateway   not up"), "\(outcome)")
      }
    }
  }
}
