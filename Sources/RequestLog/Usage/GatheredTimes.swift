import Foundation
import GRDB

/// The SQL function `gathered(latency, first_byte)`: all the pairs of a group, as the bytes of their numbers.
///
/// SQLite has no percentiles, and a window function over a million rows takes seconds to sort them.
final class GatheredTimes: DatabaseAggregate {
  static let function = DatabaseFunction("gathered", argumentCount: 2, pure: true, aggregate: GatheredTimes.self)

  private var pairs: [Double] = []

  func step(_ values: [DatabaseValue]) {
    guard let latency = Double.fromDatabaseValue(values[0]), let firstByte = Double.fromDatabaseValue(values[1]) else {
      // Requests that do not count are NULL.
      return
    }
    pairs.append(finite(latency))
    pairs.append(finite(firstByte))
  }

  func finalize() -> (any DatabaseValueConvertible)? {
    pairs.withUnsafeBytes { Data($0) }
  }

  /// Adds the pairs to two lists.
  static func read(_ bytes: Data, _ latencies: inout [Double], _ firstBytes: inout [Double]) {
    bytes.withUnsafeBytes { buffer in
      let size = MemoryLayout<Double>.size
      for offset in stride(from: 0, to: buffer.count, by: 2 * size) {
        latencies.append(buffer.loadUnaligned(fromByteOffset: offset, as: Double.self))
        firstBytes.append(buffer.loadUnaligned(fromByteOffset: offset + size, as: Double.self))
      }
    }
  }
}
