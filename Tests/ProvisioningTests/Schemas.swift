import Foundation
import Testing

/// The vendors' JSON Schemas, and a program that checks against them.
enum Schemas {
  /// The folder with the schemas, if there is one and Python can check.
  static let folder: String? = {
    guard let folder = ProcessInfo.processInfo.environment["AGENTPROXY_SCHEMAS"],
      FileManager.default.fileExists(atPath: "\(folder)/compose-spec.json"),
      let check = try? python("import jsonschema, yaml, tomllib", []), check.status == 0
    else { return nil }
    return folder
  }()

  /// What the schema has against `text`, one complaint per line.
  static func complaints(about text: String, named name: String, schema: String) throws -> String {
    let folder = try #require(folder)
    let file = FileManager.default.temporaryDirectory.appending(
      path: "\(UUID().uuidString)-\(URL(filePath: name).lastPathComponent)"
    )
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let program = """
      import json, sys, tomllib, warnings, yaml, jsonschema
      warnings.simplefilter("ignore")
      path = sys.argv[1]
      text = open(path, encoding="utf-8").read()
      read = tomllib.loads if path.endswith(".toml") else json.loads if path.endswith(".json") else yaml.safe_load
      schema = json.load(open(sys.argv[2], encoding="utf-8"))
      checker = jsonschema.validators.validator_for(schema)
      print("\\n".join(error.message for error in checker(schema).iter_errors(read(text))), end="")
      """
    let result = try python(program, [file.path, "\(folder)/\(schema)"])
    try #require(result.status == 0, "\(result.output)")
    return result.output
  }

  private static func python(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
