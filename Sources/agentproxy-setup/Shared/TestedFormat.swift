import ArgumentParser
import Stack
import WireFormats

/// A value of `--format` of `models test`.
struct TestedFormat: ExpressibleByArgument {
  let format: WireFormat

  static let allValueStrings = ServedModel.testedFormats.map(\.rawValue)

  init?(argument: String) {
    guard let format = ServedModel.testedFormats.first(where: { $0.rawValue == argument }) else { return nil }
    self.format = format
  }
}
