#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// An IP address, or a network in the notation with a slash.
struct IPRange: Equatable {
  /// The address's 4 or 16 bytes.
  let address: [UInt8]
  /// How many of its bits, from the left, name the network.
  let prefixLength: Int

  /// Reads `192.168.1.7`, `10.0.0.0/8`, `::1` or `fd00::/8`; `nil` for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ Self.parse(String($0)) }) else { return nil }
    self.address = address
    let bits = address.count * 8
    guard parts.count == 2 else {
      prefixLength = bits
      return
    }
    guard let length = UInt8(parts[1]), parts[1].utf8.first != UInt8(ascii: "+"), length <= bits else { return nil }
    prefixLength = Int(length)
  }

  /// Whether only this machine has such addresses.
  var isLoopback: Bool {
    if address.count == 4 { return address[0] == 127 && prefixLength >= 8 }
    return address.last == 1 && address.dropLast().allSatisfy { $0 == 0 } && prefixLength == 128
  }

  private static func parse(_ text: String) -> [UInt8]? {
    for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: size)
      if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return nil
  }
}
