/// An image, or where it is.
struct Media: Sendable, Equatable {
  var source: Source
  /// OpenAI's `detail`: `low`, `high`, `auto` or `original`.
  var detail: String?

  /// Where the bytes are.
  enum Source: Sendable, Equatable {
    case base64(mediaType: String, data: String)
    case url(String)
    /// A file that a provider keeps, and whose; no other knows it.
    case file(id: String, of: WireFormat.Dialect)

    /// The source that a `data:` URL or any other URL names.
    init(url: String) {
      guard let embedded = Self.embedded(in: url) else {
        self = .url(url)
        return
      }
      self = embedded
    }

    /// The URL that OpenAI's formats want, or `nil` for a file.
    var url: String? {
      switch self {
      case .base64(let mediaType, let data): "data:\(mediaType);base64,\(data)"
      case .url(let url): url
      case .file: nil
      }
    }

    private static func embedded(in url: String) -> Source? {
      let marker = ";base64,"
      guard url.utf8.starts(with: "data:".utf8) else { return nil }
      // The head is short; the data behind it may be megabytes, and is not searched.
      let head = url.utf8.dropFirst(5).prefix(256)
      guard let comma = head.firstIndex(of: UInt8(ascii: ",")) else { return nil }
      let end = url.utf8.index(after: comma)
      let prefix = url[url.utf8.index(url.startIndex, offsetBy: 5)..<end]
      guard prefix.hasSuffix(marker) else { return nil }
      return .base64(mediaType: String(prefix.dropLast(marker.utf8.count)), data: String(url[end...]))
    }
  }
}

extension Media {
  /// The wish in OpenAI's `detail`; its `auto` is none.
  static func detail(_ value: JSON?) -> String? {
    value?.string.flatMap { $0 == "auto" ? nil : $0 }
  }
}

/// A document for the model to read.
struct Document: Sendable, Equatable {
  var source: Source
  /// The file's name, or Anthropic's `title`.
  var title: String?
  /// What the client says of it (Anthropic only).
  var context: String?
  /// Whether the answer is to cite it: Anthropic's object.
  var citations: JSON?

  /// Where the document is.
  enum Source: Sendable, Equatable {
    case base64(mediaType: String, data: String)
    case url(String)
    case file(id: String, of: WireFormat.Dialect)
    case text(String)
    /// Blocks of text and images.
    case blocks([Block])
  }
}
