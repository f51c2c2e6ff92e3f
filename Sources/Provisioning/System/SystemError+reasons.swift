#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension SystemError {
  /// The call failed with the error number `code`.
  static func failed(_ operation: Operation, _ path: String, code: Int32) -> SystemError {
    SystemError(operation, path, errorText(code), hint: remedy(code, operation))
  }

  /// The file is larger than anything this program has to do with.
  static func tooLarge(_ path: String, limit: Int) -> SystemError {
    SystemError(.read, path, "more than \(limit >> 20) MB", hint: "see what it is (ls -l), and move it away")
  }

  /// Another program wrote, made or removed the file.
  static func changedMeanwhile(_ operation: Operation, _ path: String) -> SystemError {
    SystemError(
      operation,
      path,
      "another program changed it in the meantime",
      kind: .changedMeanwhile,
      hint: "run the command again"
    )
  }

  /// There is a symbolic link that leads nowhere; whose it is, is not known.
  static func danglingLink(_ operation: Operation, _ path: String) -> SystemError {
    SystemError(
      operation,
      path,
      "a symbolic link to a file that does not exist",
      hint: "make what the link points to, or remove the link"
    )
  }

  /// There is something else than a file, such as the device that hides `.env` inside the devcontainer.
  static func notRegular(_ operation: Operation, _ path: String) -> SystemError {
    SystemError(
      operation,
      path,
      "not a regular file",
      hint: "in the devcontainer, where .env is kept away, there is nothing to write; elsewhere move it away"
    )
  }

  /// The file has another name, which would go on showing the old content.
  static func hardLinked(_ operation: Operation, _ path: String) -> SystemError {
    SystemError(
      operation,
      path,
      "the file has more than one name (hard links), and only this one would get the new content",
      hint: "make it a file of its own: cp -p FILE FILE.new && mv FILE.new FILE"
    )
  }

  /// What to do about the error number `code`.
  private static func remedy(_ code: Int32, _ operation: Operation) -> String? {
    switch code {
    case ENOSPC: "free some space on the disk (df), and run the command again"
    case EDQUOT: "your quota on that disk is used up: free some space (quota), and run the command again"
    case EROFS: "the file system is mounted read-only: mount it writable, or name another folder"
    case EACCES: "see who may \(operation == .read ? "read" : "write") there: ls -ld on the file and its folder"
    case EISDIR: "there is a folder of that name: move it away"
    case EPERM: "the file or its folder may belong to another user (ls -l), or be made immutable (lsattr)"
    case EBUSY: "the file is a mount of its own and cannot be exchanged: mount its folder instead"
    case EIO: "the disk reports a fault: see the system's log (dmesg)"
    case ELOOP: "symbolic links lead in a circle: see ls -l"
    case ENOTDIR: "a part of the path is a file where a folder is needed"
    default: nil
    }
  }
}
