public import Diagnostics

/// The folder of a clone.
public struct Project: Sendable, Equatable {
  /// The file that makes a folder a project.
  public static let marker = ".env.example"

  /// The folder, as an absolute path without a slash at its end.
  public let folder: String

  init(folder: String) {
    self.folder = folder
  }

  /// The absolute path of a file in the project.
  public func path(_ relative: String) -> String { "\(folder)/\(relative)" }

  /// Finds the project.
  ///
  /// - Parameters:
  ///   - named: the folder that the user named, absolute or relative to `current`.
  ///   - current: the working folder; without `named` it or the nearest folder above it is meant.
  ///   - system: where to look.
  /// - Returns: the project.
  /// - Throws: `Failure` with the status for wrong usage if there is no ``marker``.
  public static func locate(
    named: String?,
    current: String,
    system: some System
  ) throws(Failure) -> Project {
    if let named {
      let folder = absolutePath(named, from: current)
      guard isProject(folder, system) else {
        try refuseUnreadable(named)
        throw Failure(
          .usage,
          id: "project.missing",
          "\(named) has no \(marker)",
          hint: "name the folder of your clone with --project"
        )
      }
      return Project(folder: folder)
    }
    var folder = absolutePath(current, from: "/")
    while !isProject(folder, system) {
      guard let slash = folder.lastIndex(of: "/") else {
        try refuseUnreadable(current)
        throw Failure(
          .usage,
          id: "project.missing",
          "neither this folder nor one above it has a \(marker)",
          hint: "run it in your clone, or name its folder with --project"
        )
      }
      folder = String(folder[..<slash])
    }
    return Project(folder: folder)
  }

  /// Makes sure that a path below which nothing was found got here as it is: where its bytes are no UTF-8, other
  /// characters stand in for them.
  private static func refuseUnreadable(_ path: String) throws(Failure) {
    guard path.isEmpty || path.unicodeScalars.contains("\u{FFFD}") else { return }
    throw Failure(
      .usage,
      id: "project.name",
      "the path of this folder is not UTF-8, or the folder is gone",
      hint: "give the folders of your clone's path names in UTF-8 (mv, convmv), and go there again"
    )
  }

  private static func isProject(_ folder: String, _ system: some System) -> Bool {
    // A file that is there and cannot be read marks the folder as well; reading it later says what is wrong.
    do throws(SystemError) { return try system.read("\(folder)/\(marker)") != nil } catch { return true }
  }
}
