/// Where the editions of VS Code on this machine keep the models of the user's own.
///
/// The default profile's file only: others have folders of their own, named by numbers. A window that is connected to
/// another machine or a container reads the file of the machine that shows it.
public enum CopilotPlaces {
  /// The editions, by the names of their folders.
  static let editions = ["Code", "Code - Insiders"]

  /// The folder of each edition in which its `User` folder is; it is there once the edition has been started.
  ///
  /// - Parameters:
  ///   - home: the user's home folder.
  ///   - configurationHome: `XDG_CONFIG_HOME`, if it is set.
  /// - Returns: absolute paths, whether the folders are there or not.
  public static func folders(home: String, configurationHome: String? = nil) -> [String] {
    #if os(macOS)
      let parent = "\(home)/Library/Application Support"
    #else
      let parent = configurationHome.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.config"
    #endif
    return editions.map { "\(parent)/\($0)" }
  }

  /// The file with the groups of models.
  ///
  /// - Parameter folder: one of ``folders(home:configurationHome:)``.
  /// - Returns: an absolute path.
  public static func models(in folder: String) -> String { "\(folder)/User/chatLanguageModels.json" }
}
