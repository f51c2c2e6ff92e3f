extension String {
  /// Whether one of the characters is for terminals and printers to obey: a line break, a tab, an escape.
  var hasControlCharacter: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
