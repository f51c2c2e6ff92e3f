internal import Diagnostics
internal import Secrets

/// Plans the files of `clients`: made where they are absent, left alone where they are not.
///
/// - Throws: `Failure` if a file is there and cannot be read.
func planClients(
  _ clients: [Client],
  _ configuration: ClientConfiguration,
  in places: Places,
  _ system: some System
) throws(Failure) -> Plan {
  var plan = Plan()
  for file in clients.flatMap({ ClientFile.all(of: $0, configuration, in: places) }) {
    let wanted = Text(
      bytes: Array(try file.content(configuration, masterKey: configuration.masterKey.exposed).utf8),
      shown: try file.content(configuration, masterKey: configuration.masterKey.masked)
    )
    var change = FileChange(action: .create, owner: .client, path: file.path, reason: "new", after: wanted)
    if let existing = try readOrFail(file.path, system) {
      // What is in there is another program's, and never shown.
      change.before = Text(bytes: existing.bytes, shown: "")
      if holdsLines(of: wanted.bytes, in: existing.bytes) {
        change.action = .unchanged
        change.reason = "already set up"
      } else {
        change.action = .keep
        change.reason = "exists already, left alone"
        plan.findings.append(
          Diagnostic(
            .warning,
            id: "client.exists",
            "\(places.display(file.path)) exists already and is left alone",
            hint: "to use the gateway, \(file.advice)"
          )
        )
      }
    }
    plan.changes.append(change)
  }
  return plan
}

/// Whether `actual` has every line of `wanted` in the same order, be there others in between.
///
/// Both clients rewrite their files and add settings of their own, but keep what is there and its order.
private func holdsLines(of wanted: [UInt8], in actual: [UInt8]) -> Bool {
  var rest = significantLines(wanted)[...]
  for line in significantLines(actual) where line == rest.first {
    rest = rest.dropFirst()
  }
  return rest.isEmpty
}

/// The lines without indentation, without the comma at the end that depends on what follows, and without those that
/// say nothing.
private func significantLines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
    var line = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    while let last = line.last, " ,\r\t".utf8.contains(last) { line = line.dropLast() }
    return line.isEmpty || line.first == UInt8(ascii: "#") ? nil : line
  }
}
