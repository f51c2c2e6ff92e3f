public import WireFormats

/// One question to one model in one format.
public struct ModelTest: Sendable, Equatable {
  /// The model.
  public let model: String
  /// The format.
  public let format: WireFormat
  /// Whether the format is known to be spoken, or was asked for: it is then a failure if it is not.
  public let isExpected: Bool

  /// The tests of a number of models.
  ///
  /// - Parameters:
  ///   - models: the models. Patterns are no names to ask for, and are left out.
  ///   - formats: the formats to ask in; `nil` for those that the files name, or for all where they do not.
  /// - Returns: the tests, in the order of the models.
  public static func all(of models: [ServedModel], in formats: [WireFormat]?) -> [ModelTest] {
    models.filter { !$0.isPattern }.flatMap { model in
      let known = formats ?? model.formats
      return (known.isEmpty ? ServedModel.testedFormats : known).map { format in
        ModelTest(model: model.name, format: format, isExpected: !known.isEmpty)
      }
    }
  }

  /// The body of the request: it wants one word.
  ///
  /// - Parameter number: makes it one that no cache has an answer to.
  /// - Returns: the body.
  func body(number: UInt64) -> [UInt8] {
    // Chat completions have two names for a limit, of which each is an error somewhere.
    let limit =
      switch format {
      case .responses: #","max_output_tokens":16,"store":false"#
      case .messages: #","max_tokens":16"#
      default: ""
      }
    let question = "Reply with the word ok. (\(number))"
    let content =
      format == .responses
      ? #""input":"\#(question)""# : #""messages":[{"role":"user","content":"\#(question)"}]"#
    return Array(#"{"model":\#(jsonText(model)),\#(content)\#(limit)}"#.utf8)
  }

  private func jsonText(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20: "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
