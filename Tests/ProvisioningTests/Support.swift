import Foundation
import Provisioning

/// The checkout that these tests were built from.
let checkout = URL(filePath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

extension FileState {
  /// The content as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
