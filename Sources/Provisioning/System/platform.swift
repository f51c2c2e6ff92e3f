#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The system's words for the error number `code`.
func errorText(_ code: Int32) -> String {
  String(cString: strerror(code))
}

/// `read(2)`, begun anew when a signal interrupts it.
func readSome(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
  while true {
    let count = read(descriptor, buffer.baseAddress, buffer.count)
    guard count < 0, errno == EINTR else { return count }
  }
}

/// `write(2)`, begun anew when a signal interrupts it.
func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  while true {
    let count = write(descriptor, bytes.baseAddress, bytes.count)
    guard count < 0, errno == EINTR else { return count }
  }
}
