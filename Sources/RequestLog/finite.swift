/// The number, or the largest there is in place of one without bound, which JSON has no word for.
///
/// The gateway writes none, but the file is anybody's who has it.
func finite(_ number: Double) -> Double {
  min(max(number, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
}
