/// What came of running a program.
struct Outcome: CustomStringConvertible {
  let command: String
  let status: Int32
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String

  /// Everything, for the message of a failed expectation.
  var description: String {
    "\(command)\nexit status \(status)\n--- output\n\(output)\n--- errors\n\(errors)"
  }
}
