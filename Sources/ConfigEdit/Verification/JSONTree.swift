#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension JSONDocument {
  /// Reads a document with Foundation, value by value side by side with this parser.
  ///
  /// What both have to agree on: the kind of every value, the keys of every object, the number of elements of every
  /// array, the characters of every string, and the value of every number as far as Foundation can hold it. The digits
  /// beyond are taken from here. Of a key that occurs twice Foundation knows the first value only, the text of the others is taken as it is.
  ///
  /// - Throws: `ConfigError` of kind `syntax`, also if the two do not agree.
  public static func tree(parsing bytes: [UInt8]) throws(ConfigError) -> ConfigTree {
    let document = try JSONDocument(parsing: bytes)
    // Foundation wants a value where this parser takes comments alone for an empty document.
    guard !document.nodes.isEmpty else { return .table([:]) }
    let decoder = JSONDecoder()
    let data = Data(bytes)
    let place = JSONPlace(document: document, index: 0)
    do {
      // Plain JSON first: with JSON5 Foundation refuses the escape \u0000.
      return try decoder.decode(JSONWitness.self, from: data, configuration: place).tree
    } catch {
      decoder.allowsJSON5 = true
      do {
        return try decoder.decode(JSONWitness.self, from: data, configuration: place).tree
      } catch {
        throw ConfigError(
          .syntax,
          "Foundation reads this JSON differently",
          remedy: "please report this with the file; nothing was written"
        )
      }
    }
  }
}
