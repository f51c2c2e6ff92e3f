import Diagnostics
import Synchronization
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where text goes: results to standard output, everything else to standard error.
struct Console {
  /// How much to say.
  enum Volume { case quiet, normal, verbose }

  /// How much to say.
  let volume: Volume
  /// Whether standard output is a terminal.
  let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  /// Whether results may be coloured.
  let outputUsesColor: Bool
  /// Whether standard output shows characters beyond ASCII.
  let outputDrawsBars: Bool
  /// Whether whoever reads standard output, be it from a file, can be given characters beyond ASCII.
  let outputIsUnicode: Bool
  private let usesColor: Bool

  init(_ options: SharedOptions, environment: [String: String]) {
    volume = options.quiet ? .quiet : options.verbose ? .verbose : .normal
    let mayColor = !options.noColor && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    usesColor = mayColor && isatty(STDERR_FILENO) == 1
    outputUsesColor = mayColor && outputIsTerminal
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUnicode = locale.uppercased().hasSuffix("UTF-8") || locale.uppercased().hasSuffix("UTF8")
    outputIsUnicode = isUnicode && environment["TERM"] != "dumb"
    outputDrawsBars = outputIsTerminal && outputIsUnicode
  }

  /// How many characters fit into a line of standard output; `nil` if it is no terminal, or does not say.
  var outputWidth: Int? { Self.width(of: STDOUT_FILENO) }

  /// The same of standard error.
  private var errorWidth: Int? { Self.width(of: STDERR_FILENO) }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Prints a result as it is.
  func result(_ text: String) {
    let fault = Self.write(text, to: STDOUT_FILENO)
    if fault != 0 { Self.outputFault.withLock { $0 = fault } }
  }

  /// Why a result could not be printed; 0 if all could. A command does not break off for it, half done.
  private static let outputFault = Mutex<Int32>(0)

  /// Makes sure, at a command's end, that what it had to say has gone out.
  ///
  /// - Throws: `Failure` if it has not.
  func checkOutput() throws(Failure) {
    let fault = Self.outputFault.withLock(\.self)
    guard fault != 0 else { return }
    throw Failure(
      .failed,
      id: "output",
      "standard output cannot be written: \(String(cString: strerror(fault)))",
      hint: "what was to be done is done; let the output go elsewhere"
    )
  }

  /// Prints a line about a result, unless that is to be quiet.
  func report(_ line: String) {
    if volume != .quiet { result(line + "\n") }
  }

  /// Prints a finding.
  func finding(_ finding: Diagnostic) {
    let lines = finding.description.split(separator: "\n").map { line in
      let hint = "  hint: "
      return line.hasPrefix(hint)
        ? wrapped(hint, String(line.dropFirst(hint.count)), to: errorWidth)
        : wrapped("", String(line), to: errorWidth, indent: 2)
    }
    var text = lines.joined(separator: "\n")
    let word = "\(finding.severity.rawValue): "
    if usesColor, let range = text.firstRange(of: word) {
      let color = finding.severity == .error ? "31" : finding.severity == .warning ? "33" : "36"
      text.replaceSubrange(range, with: "\u{1B}[1;\(color)m\(word)\u{1B}[0m")
    }
    Self.write(text + "\n", to: STDERR_FILENO)
  }

  /// Prints a line about what is going on to standard error, unless that is to be quiet.
  func notice(_ line: String) {
    if volume != .quiet { Self.write(line + "\n", to: STDERR_FILENO) }
  }

  /// Prints a sentence about what is going on, which is cut at blanks where the terminal is too narrow for it.
  func explain(_ sentence: String) {
    let label = String(sentence.prefix { $0 == " " })
    notice(wrapped(label, String(sentence.dropFirst(label.count)), to: errorWidth))
  }

  /// Prints a question, without a line end.
  func ask(_ question: String) { Self.write(question, to: STDERR_FILENO) }

  /// - Returns: the error number, or 0.
  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Musl)
          let count = Musl.write(descriptor, rest.baseAddress, rest.count)
        #else
          let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
        #endif
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return 0
    }
  }
}
