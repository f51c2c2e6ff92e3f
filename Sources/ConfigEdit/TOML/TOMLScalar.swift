/// What a value that holds no others stands for, however it is written.
enum TOMLScalar: Sendable, Equatable {
  /// Text in UTF-8, told apart by its bytes. Every line end within is `\n`.
  case string([UInt8])
  /// A whole number.
  case integer(Int64)
  /// A number's bit pattern, so that zero and minus zero differ and one not-a-number equals the other.
  case float(UInt64)
  /// True or false.
  case boolean(Bool)
  /// A date, a time or both, in one fixed notation.
  case moment(String)
}
