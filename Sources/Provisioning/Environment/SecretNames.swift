/// Tells by its name whether a variable holds a secret.
enum SecretNames {
  private static let marks = ["KEY", "TOKEN", "PASSWORD", "PASSWD", "SECRET", "CREDENTIAL"]

  /// Whether the value of `name` must not be shown. Rather one too many than one too few.
  static func contains(_ name: String) -> Bool {
    let name = name.uppercased()
    return marks.contains { name.contains($0) }
  }
}
