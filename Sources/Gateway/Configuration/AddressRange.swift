import Glibc

/// An address, or a network of them, such as `192.168.1.7`, `10.0.0.0/8` or `fd00::/8`.
public struct AddressRange: Sendable, Equatable {
  private let network: UInt128
  private let mask: UInt128

  /// Reads an address or a network; `nil` where it is neither.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = Self.address(String(parts[0])) else { return nil }
    let width = parts[0].contains(":") ? 128 : 32
    var length = width
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]), number <= width else {
        return nil
      }
      length = number
    }
    mask = width == length ? .max : ~(UInt128.max >> UInt128(128 - width + length))
    network = address & mask
  }

  /// Reads several, with commas or spaces between them; `nil` where there is none. What is no range lets nobody in.
  public static func list(_ text: String) -> [AddressRange]? {
    let parts = text.split { $0 == "," || $0 == " " }
    return parts.isEmpty ? nil : parts.compactMap { AddressRange(String($0)) }
  }

  /// This machine itself.
  static let loopback = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)

  /// Whether the range holds an address, given as text.
  func contains(_ address: String) -> Bool {
    Self.address(address).map { $0 & mask == network } ?? false
  }

  /// An address as 128 bits. One of IPv4 stands where IPv6 maps it, so that it is the same on a socket of either kind.
  private static func address(_ text: String) -> UInt128? {
    var new = in6_addr()
    if inet_pton(AF_INET6, text, &new) == 1 {
      return withUnsafeBytes(of: &new) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
    }
    var old = in_addr()
    guard inet_pton(AF_INET, text, &old) == 1 else { return nil }
    return 0xFFFF_0000_0000 | UInt128(UInt32(bigEndian: old.s_addr))
  }
}
