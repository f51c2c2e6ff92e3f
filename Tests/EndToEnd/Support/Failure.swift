/// Something the test harness could not do, as opposed to a finding about the program.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
