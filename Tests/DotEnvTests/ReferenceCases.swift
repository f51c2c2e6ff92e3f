import Foundation

/// The assertions of compose-go's own tests, which are kept beside the project and not in it.
struct ReferenceCases: Decodable {
  struct ParseCase: Decodable {
    var id: String
    var input: String
    var lookup: [String: String]
    var expected: [String: String]?
    var error: String?
    var dropDigitKeys: Bool?
  }

  struct MultiFileCase: Decodable {
    var id: String
    var shellEnv: [String: String]
    var files: [String]
    var expected: [String: String]
  }

  struct IgnoredLines: Decodable {
    var input: String
    var want: String
  }

  struct SubstitutionCase: Decodable {
    var id: String
    var template: String
    var mapping: [String: String]
    var expected: String?
    var error: String?
  }

  struct OperatorChoice: Decodable {
    var input: String
    var `operator`: String
  }

  var parseCases: [ParseCase]
  var multiFileCases: [MultiFileCase]
  var linesToIgnore: [IgnoredLines]
  var substitutionCases: [SubstitutionCase]
  var operatorChoice: [OperatorChoice]

  static let file = URL(filePath: #filePath)
    .deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "../shared/fixtures/dotenv-cases.json")
  static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

  static func load() throws -> ReferenceCases {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ReferenceCases.self, from: Data(contentsOf: file))
  }
}
