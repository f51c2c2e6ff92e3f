import Diagnostics
import DotEnv
import Foundation
import Templates
import Testing

@testable import Provisioning

/// What is checked in at the root is the render of the defaults.
///
/// With `UPDATE_CHECKED_IN_FILES` in the environment the test writes the files instead of comparing them.
struct CheckedInFilesTests {
  @Test func theyAreTheRenderOfTheDefaults() throws {
    let files = try RepositoryFile.all(.defaults)
    #expect(
      files.map(\.path) == [
        ".devcontainer/Dockerfile", ".devcontainer/devcontainer.json", ".devcontainer/docker-compose.yml",
        ".env.example", "docker-compose.yml", "litellm_config.yaml", "stack/Caddyfile", "stack/helm-values.yaml",
        "stack/request_logs.sql",
      ]
    )
    for file in files {
      let place = checkout.appending(path: file.path)
      if ProcessInfo.processInfo.environment["UPDATE_CHECKED_IN_FILES"] != nil {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(file.text.utf8).write(to: place)
      }
      let checkedIn = try? String(contentsOf: place, encoding: .utf8)
      #expect(checkedIn == file.text, "\(file.path): run again with UPDATE_CHECKED_IN_FILES=1")
    }
  }

  @Test func theExampleSaysTheDefaults() throws {
    let example = try Data(contentsOf: checkout.appending(path: ".env.example"))
    let document = try DotEnvDocument(parsing: Array(example))
    let values = try document.resolve(environment: [:])
    let (settings, findings) = Settings.read(SettingsSource(values: values, document: document, file: ".env.example"))
    #expect(settings == .defaults)
    #expect(findings.map(\.severity) == [.warning], "no provider yet, and nothing else: \(findings)")
  }

  @Test func theExampleNamesEveryKey() throws {
    let example = try String(contentsOf: checkout.appending(path: ".env.example"), encoding: .utf8)
    for key in KnownKey.all where key.name != "COMPOSE_PROJECT_NAME" {
      #expect(example.contains(key.name), "\(key.name)")
    }
  }

  @Test func everyTemplateOnDiskIsCompiledIn() throws {
    let folder = checkout.appending(path: "Templates")
    let onDisk = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { !folder.appending(path: $0).hasDirectoryPath && !$0.hasSuffix(".swift") }
      .filter { (try? folder.appending(path: $0).resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false }
    #expect(Templates.all.map(\.path) == onDisk.sorted())
    for file in Templates.all {
      #expect(file.text == (try String(contentsOf: folder.appending(path: file.path), encoding: .utf8)), "\(file.path)")
    }
  }
}
