#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Questions on a terminal. Without one, nothing is ever asked.
enum Prompt {
  /// Whether there is somebody to ask.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks, and shows what is typed.
  ///
  /// - Returns: the answer, without white space around it: that comes from where it was copied.
  static func ask(_ question: String, _ console: Console) -> String {
    console.ask(question)
    return trimmed(line() ?? "")
  }

  /// Asks whether to go on. The end of the input means no.
  ///
  /// - Parameters:
  ///   - question: what is asked.
  ///   - console: where.
  ///   - isYesUsual: whether an empty answer means yes.
  /// - Returns: whether the answer is yes.
  static func confirm(_ question: String, _ console: Console, isYesUsual: Bool = true) -> Bool {
    console.ask("\(question) \(isYesUsual ? "[Y/n]" : "[y/N]") ")
    guard let answer = line()?.lowercased() else { return false }
    return answer.isEmpty ? isYesUsual : ["y", "yes"].contains(answer)
  }

  /// Asks without showing what is typed, and returns it as ``ask(_:_:)`` does.
  ///
  /// The terminal hands over each key by itself meanwhile, Control-C included, so that it is put right again in every
  /// case before the process ends.
  static func askHidden(_ question: String, _ console: Console) -> String {
    console.ask(question)
    waitForForeground()
    var usual = termios()
    guard tcgetattr(STDIN_FILENO, &usual) == 0 else { return trimmed(readLine() ?? "") }
    var hidden = usual
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    var typed: [UInt8] = []
    var byte: UInt8 = 0
    var isCancelled = false
    loop: while read(STDIN_FILENO, &byte, 1) == 1 {
      switch byte {
      case 0x03:
        isCancelled = true
        break loop
      case 0x04, 0x0A, 0x0D: break loop
      case 0x08, 0x7F: _ = typed.popLast()
      case 0x15: typed = []
      default: typed.append(byte)
      }
    }
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
    console.ask("\n")
    // 128 and the number of the signal, as a shell reports it.
    if isCancelled { exit(128 + SIGINT) }
    return trimmed(String(decoding: typed, as: UTF8.self))
  }

  private static func trimmed(_ text: String) -> String {
    let head = text.drop(while: \.isWhitespace)
    return String(head.reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func line() -> String? {
    waitForForeground()
    return readLine()
  }

  /// The threads of the Swift runtime block nearly all signals, also those that stop who speaks to the terminal without
  /// being in its foreground.
  private static func waitForForeground() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTTIN)
    sigaddset(&signals, SIGTTOU)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
