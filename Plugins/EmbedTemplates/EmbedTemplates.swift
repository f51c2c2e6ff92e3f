import Foundation
import PackagePlugin

/// Compiles every file in the folders beside `Templates.swift` into the module.
///
/// Each file is both an input of the command and one of its arguments, so that an edit, a new file and a removed one
/// all make the build run it again.
@main
struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    // A folder that is reached through a symbolic link would look empty.
    guard let folder = (target as? any SourceModuleTarget)?.directoryURL.resolvingSymlinksInPath() else { return [] }
    let files = try templates(below: folder)
    let output = context.pluginWorkDirectoryURL.appending(path: "embedded.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) templates",
        executable: try context.tool(named: "embed-templates").url,
        arguments: [output.path, folder.path] + files,
        inputFiles: files.map { folder.appending(path: $0) },
        outputFiles: [output]
      )
    ]
  }

  /// The paths of all files below `folder`, hidden ones included, relative to it and sorted. Swift sources are no
  /// templates.
  private func templates(below folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { path in
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: folder.path + "/" + path, isDirectory: &isDirectory)
        return exists && !isDirectory.boolValue && !path.hasSuffix(".swift")
      }
      .sorted()
  }
}
