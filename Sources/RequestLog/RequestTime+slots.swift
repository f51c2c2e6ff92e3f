extension RequestTime {
  /// The time that a text stands for, in seconds since 1970 and without what is below the second.
  ///
  /// - Parameter text: a day, with or without hours, minutes and seconds behind it.
  /// - Returns: `nil` if there is no such time.
  static func seconds(_ text: String) -> Int? {
    let numbers = text.prefix(19).split { !$0.isWholeNumber }.map { Int($0) ?? -1 }
    guard numbers.count >= 3, (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]) else { return nil }
    let (year, month, day) = (numbers[0], numbers[1], numbers[2])
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[month - 1]).contains(day) else { return nil }
    let before = year - 1
    let leapDays = (before / 4 - before / 100 + before / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400)
    let days = (year - 1970) * 365 + leapDays + lengths.prefix(month - 1).reduce(0, +) + day - 1
    let time = numbers.dropFirst(3).prefix(3) + [0, 0, 0]
    guard let hour = time.first, hour < 24, time.dropFirst().prefix(2).allSatisfy({ $0 < 60 }) else { return nil }
    return days * 86_400 + zip(time, [3600, 60, 1]).map { $0 * $1 }.reduce(0, +)
  }

  /// All days or hours from one time to another, both included.
  ///
  /// - Parameters:
  ///   - first: as the table has it.
  ///   - last: likewise.
  ///   - length: how much of a time's text names a slot: 10 for the day, 13 for the hour.
  /// - Returns: the names of the slots.
  static func slots(from first: String, to last: String, length: Int) -> [String] {
    guard let start = seconds(String(first.prefix(length))), let end = seconds(last) else { return [] }
    return stride(from: start, through: end, by: length == 10 ? 86_400 : 3600).map { time in
      String(text(Int64(time) * 1_000_000).prefix(length))
    }
  }
}
