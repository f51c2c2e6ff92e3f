internal import CProcess
internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A program to start in the background, and with what.
public struct SpawnedProgram: Sendable, Equatable {
  /// The program's absolute path.
  public var path: String
  /// What it is called with, without its own name.
  public var arguments: [String]
  /// Its environment.
  public var environment: [String: String]

  /// Gathers the parts.
  public init(path: String, arguments: [String], environment: [String: String]) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }

  /// Starts it.
  ///
  /// - Parameters:
  ///   - output: where its standard output and error go.
  ///   - hasSession: whether the end of this terminal is to be none of its business.
  /// - Returns: the process's number, or the negative error number.
  func start(output: Int32, hasSession: Bool) -> Int32 {
    var argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
    var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argumentPointers + environmentPointers).forEach { free($0) } }
    var number: Int32 = 0
    let error = cps_spawn(&number, path, &argumentPointers, &environmentPointers, output, hasSession ? 1 : 0)
    return error == 0 ? number : -error
  }

  /// Waits for the end of a process that this one has started.
  ///
  /// - Parameter number: its number.
  /// - Returns: how it ended.
  static func end(of number: Int32) async -> ProcessEnd {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var status: Int32 = 0
        while waitpid(number, &status, 0) < 0, errno == EINTR {}
        continuation.resume(returning: ProcessEnd(waitStatus: status))
      }
    }
  }

  /// The program that runs at present, by the path at which a newer version of it would be.
  public static func ownPath() -> String {
    #if os(Linux)
      var buffer = [UInt8](repeating: 0, count: 4096)
      let length = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
      }
      if length > 0 {
        let path = String(decoding: buffer.prefix(length), as: UTF8.self)
        // What the kernel says of a program that was replaced since it began.
        let mark = " (deleted)"
        return path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path
      }
    #endif
    return CommandLine.arguments[0]
  }
}
