/// Why Compose would refuse a file or a template.
///
/// Compose quotes the faulty text in its messages, and in a `.env` file that text may be a token. So ``message`` has
/// Compose's words without the text, and everything that prints an error by itself shows no more than that.
public struct DotEnvError: Error, Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  private enum Kind: Equatable {
    case zeroLength
    case keyWithSpace
    case unexpectedCharacter(String, text: [UInt8])
    case unterminated([UInt8], lastLine: Int)
    case invalidTemplate([UInt8])
    case missingRequired(name: String, reason: String)
    case nestedTooDeep
    case expandsTooFar
    case invalidKey
    case notAValue
    case runsTogether(String)
    case notText(String)
  }

  /// The line that has to be mended, counted from 1; `nil` if the text is not from a file.
  public internal(set) var line: Int?
  private let kind: Kind

  /// What is wrong, in Compose's words, without the text of the file. The limits of this reader, which Compose does
  /// not have, are in words of our own.
  public var message: String {
    switch kind {
    case .zeroLength: "zero length string"
    case .keyWithSpace: "key cannot contain a space"
    case .unexpectedCharacter(let character, _):
      "unexpected character \(quotedAsInGo(Array(character.utf8))) in variable name"
    case .unterminated: "unterminated quoted value"
    case .invalidTemplate: "Invalid template"
    case .missingRequired(let name, _): "required variable \(name) is missing a value"
    case .nestedTooDeep: "variables are nested more than \(Interpolation.maximumDepth) deep"
    case .expandsTooFar: "variables expand to more than \(Interpolation.maximumInsertedBytes >> 20) MiB"
    case .invalidKey: "a key consists of letters, digits and the characters _ . - [ ]"
    case .notAValue: "the text is not that of one value"
    case .runsTogether(let key): "the value of \(key) would run together with what is on the same line"
    case .notText(let key): "the value of \(key) is not in UTF-8"
    }
  }

  /// What to change.
  public var remedy: String {
    switch kind {
    case .zeroLength: "write a name and a value behind export, or remove the word"
    case .keyWithSpace: "write KEY=value; a remark begins with #"
    case .unexpectedCharacter: "a key consists of letters, digits and the characters _ . - [ ]; a remark begins with #"
    case .unterminated:
      "close the quote; a backslash before the closing quote escapes it, so write it twice in double quotes"
    case .invalidTemplate: "write ${NAME} for a variable, and $$ or single quotes for a dollar sign"
    case .missingRequired(let name, _): "set \(name) above this line or in the environment"
    case .nestedTooDeep, .expandsTooFar: "write the value out instead of building it from variables"
    case .invalidKey: "choose another name"
    case .notAValue: "put the value in single quotes"
    case .runsTogether: "give each key a line of its own"
    case .notText: "save the file in UTF-8"
    }
  }

  /// The whole message as Compose prints it behind `failed to read PATH: `.
  ///
  /// It holds text of the file, so it must not be shown. For an unterminated quote, Compose names the last line of the
  /// file instead of the one where the quote opens.
  public var verbatim: String {
    let place = line.map { "line \($0): " } ?? ""
    return switch kind {
    case .zeroLength: message
    case .unexpectedCharacter(_, let text): "\(place)\(message) \(quotedAsInGo(text))"
    case .unterminated(let text, let lastLine):
      "line \(lastLine): \(message) \(String(decoding: text, as: UTF8.self))"
    case .invalidTemplate(let text): "\(message): \(quotedAsInGo(text))"
    case .missingRequired(_, let reason): reason.isEmpty ? message : "\(message): \(reason)"
    case .keyWithSpace, .nestedTooDeep, .expandsTooFar, .invalidKey, .notAValue, .runsTogether, .notText:
      place + message
    }
  }

  /// The line and ``message``.
  public var description: String {
    line.map { "line \($0): \(message)" } ?? message
  }

  /// Shows ``line`` and ``message`` alone.
  public var customMirror: Mirror {
    Mirror(self, children: ["line": line as Any, "message": message])
  }
}

extension DotEnvError {
  static func zeroLength(line: Int) -> DotEnvError {
    DotEnvError(line: line, kind: .zeroLength)
  }

  static func keyWithSpace(line: Int) -> DotEnvError {
    DotEnvError(line: line, kind: .keyWithSpace)
  }

  static func unexpectedCharacter(_ scalar: Unicode.Scalar, in text: ArraySlice<UInt8>, line: Int) -> DotEnvError {
    DotEnvError(line: line, kind: .unexpectedCharacter(String(scalar), text: Array(text)))
  }

  static func unterminated(_ text: ArraySlice<UInt8>, line: Int, lastLine: Int) -> DotEnvError {
    DotEnvError(line: line, kind: .unterminated(Array(text), lastLine: lastLine))
  }

  static func invalidTemplate(_ text: ArraySlice<UInt8>) -> DotEnvError {
    DotEnvError(line: nil, kind: .invalidTemplate(Array(text)))
  }

  static func missingRequired(_ name: String, reason: String) -> DotEnvError {
    DotEnvError(line: nil, kind: .missingRequired(name: name, reason: reason))
  }

  static let nestedTooDeep = DotEnvError(line: nil, kind: .nestedTooDeep)
  static let expandsTooFar = DotEnvError(line: nil, kind: .expandsTooFar)
  static let invalidKey = DotEnvError(line: nil, kind: .invalidKey)
  static let notAValue = DotEnvError(line: nil, kind: .notAValue)

  static func runsTogether(_ key: String, line: Int?) -> DotEnvError {
    DotEnvError(line: line, kind: .runsTogether(key))
  }

  static func notText(_ key: String, line: Int) -> DotEnvError {
    DotEnvError(line: line, kind: .notText(key))
  }
}
