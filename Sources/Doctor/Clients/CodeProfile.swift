internal import Provisioning

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A profile of VS Code. Each has settings, and models to choose from, of its own.
struct CodeProfile {
  /// The folder of its files.
  let folder: String
  /// What the user calls it; `nil` for the default one, and where VS Code does not list it any longer.
  let name: String?

  /// The file of its settings.
  var settings: String { "\(folder)/settings.json" }

  /// The file with the groups of models.
  var models: String { "\(folder)/chatLanguageModels.json" }

  /// The profiles of an edition that have a folder, the default one at the front.
  ///
  /// - Parameters:
  ///   - edition: the folder in which its `User` folder is.
  ///   - context: the setup.
  /// - Returns: the profiles.
  static func all(of edition: String, _ context: DoctorContext) -> [CodeProfile] {
    let user = "\(edition)/User"
    let ids = fileNames(in: "\(user)/profiles").filter { isFolder("\(user)/profiles/\($0)") }
    let names = ids.isEmpty ? [:] : names(in: "\(user)/globalStorage/storage.json", context)
    return [CodeProfile(folder: user, name: nil)]
      + ids.map { CodeProfile(folder: "\(user)/profiles/\($0)", name: names[$0]) }
  }

  /// What the user calls the profiles, by the names of their folders.
  private static func names(in path: String, _ context: DoctorContext) -> [String: String] {
    guard let bytes = context.file(path)?.bytes, let state = try? JSONDecoder().decode(State.self, from: Data(bytes))
    else { return [:] }
    let profiles = state.userDataProfiles ?? []
    return Dictionary(profiles.map { ($0.location, $0.name) }) { $1 }
  }

  /// As much as matters of what VS Code remembers.
  private struct State: Decodable {
    struct Profile: Decodable {
      var location: String
      var name: String
    }

    var userDataProfiles: [Profile]?
  }
}
