internal import ConfigEdit

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// One file that was written: what is needed to undo that.
struct LedgerFile: Sendable, Equatable, Codable {
  /// What was there before a file that is written whole.
  struct Whole: Sendable, Equatable, Codable {
    /// The content; `nil` for no file.
    var before: Data?
  }

  /// The absolute path, as the user names it.
  var path: String
  /// The folder of the clone that it belongs to; `nil` for a client's file.
  var project: String?
  /// How it is written; `nil` if it is written whole.
  var format: FileFormat?
  /// Whether we made the file, and nobody else had touched it when we last wrote it.
  var isCreated: Bool
  /// The SHA-256 of the content when it was last written.
  var hash: String
  /// The keys that were written, in that order.
  var keys: [LedgerKey] = []
  /// What was there before, if the file is written whole.
  var whole: Whole?
}

extension LedgerFile {
  /// The note to begin with about a file that is edited key by key.
  ///
  /// - Parameters:
  ///   - path: the absolute path.
  ///   - format: how it is written.
  ///   - actual: its content now; `nil` if there is no file.
  ///   - last: the note of the last write. A file that is gone has none of our keys, whatever that says.
  init(path: String, format: FileFormat, actual: [UInt8]?, last: LedgerFile?) {
    let last = actual == nil ? nil : last
    self.init(
      path: path,
      format: format,
      isCreated: last.map { note in note.isCreated && actual.map(contentHash) == note.hash } ?? (actual == nil),
      hash: last?.hash ?? "",
      keys: last?.keys ?? []
    )
  }

  /// The note about a file that is written whole.
  ///
  /// - Parameters:
  ///   - path: the absolute path.
  ///   - actual: its content now; `nil` if there is no file.
  ///   - after: the content to be written.
  ///   - last: the note of the last write. Its memory of what was before counts as long as what was written is there.
  init(path: String, actual: [UInt8]?, after: [UInt8], last: LedgerFile?) {
    let isOurs = last.map { $0.hash == actual.map(contentHash) } ?? false
    self.init(
      path: path,
      isCreated: isOurs ? last?.isCreated ?? false : actual == nil,
      hash: contentHash(after),
      whole: isOurs ? last?.whole : Whole(before: actual.map { Data($0) })
    )
  }

  /// Notes an edit of a key.
  ///
  /// - Parameters:
  ///   - edit: what was done.
  ///   - isOurs: whether the edit found the value that the note of this key tells of.
  mutating func note(_ edit: KeyEdit, isOurs: Bool) {
    let index = keys.firstIndex { $0.path == edit.path }
    guard let index else {
      keys.append(LedgerKey(edit, after: nil))
      return
    }
    if isOurs {
      keys[index] = LedgerKey(edit, after: keys[index])
    } else {
      // What was there before is what somebody else put there; and it is the newest edit now.
      keys.remove(at: index)
      keys.append(LedgerKey(edit, after: nil))
    }
  }

  /// Whether `document` has the value of `key` that was last written.
  static func holds(_ key: LedgerKey, _ document: any ConfigDocument) -> Bool {
    document.leaf(at: key.path).map { key.isWritten($0.text, in: type(of: document)) } ?? false
  }
}
