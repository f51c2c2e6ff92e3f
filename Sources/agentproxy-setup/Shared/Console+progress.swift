#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Console {
  private var showsProgress: Bool { volume != .quiet && isatty(STDERR_FILENO) == 1 }

  /// Shows how far something has come, in the place of what was shown last. On a terminal alone.
  func progress(_ text: String) {
    if showsProgress { ask("\r\(text) ") }
  }

  /// Takes the last progress away.
  func endProgress() {
    if showsProgress { ask("\r" + String(repeating: " ", count: 40) + "\r") }
  }
}
