extension Diagnostic {
  /// The same about something that is in no file yet.
  public var withoutPlace: Diagnostic {
    var diagnostic = self
    diagnostic.file = nil
    diagnostic.line = nil
    diagnostic.column = nil
    return diagnostic
  }
}
