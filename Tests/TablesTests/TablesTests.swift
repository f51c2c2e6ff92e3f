import Tables
import Testing

struct TablesTests {
  private func table() -> TextTable {
    var table = TextTable([.init("model"), .init("requests", .right), .init("note", expendability: 1)])
    table.add(["gpt-5.5", "12", "x"])
    table.add(["é", "3", ""])
    return table
  }

  @Test func columnsAreAsWideAsTheirTexts() {
    #expect(table().text() == "model    requests  note\ngpt-5.5        12  x\né               3\n")
  }

  @Test func aColumnGoesWhereThereIsNotRoomForAll() {
    #expect(table().text(width: 23) == table().text())
    #expect(table().text(width: 22) == "model    requests\ngpt-5.5        12\né               3\n")
    #expect(table().text(width: 1) == "model    requests\ngpt-5.5        12\né               3\n")
  }

  @Test(arguments: [
    (["a", "1"], "a,1\r\n"), (["a,b", "say \"x\"", "two\nlines"], "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n"),
    (["", ""], ",\r\n"),
  ])
  func fieldsAreQuotedWhereTheyMustBe(fields: [String], line: String) {
    #expect(commaSeparated(fields) == line)
  }

  @Test(arguments: [
    ([0, 1, 8], 3, " ▁█"), ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"), ([], 8, ""), ([0, 0], 2, ""),
    ([1, 1, 2, 0, 4], 3, "▄▄█"), ([1, 1000], 2, "▁█"),
  ])
  func barsAreInProportion(values: [Int], width: Int, bars: String) {
    #expect(sparkline(values, width: width) == bars)
  }

  @Test(arguments: [(8, 8, "██"), (4, 8, "█"), (1, 8, "▎"), (1, 1000, "▏"), (0, 8, ""), (0, 0, "")])
  func aBarIsInProportion(value: Int, highest: Int, text: String) {
    #expect(bar(value, of: highest, width: 2) == text)
  }

  @Test func aTextIsCutBeforeAColumnGoes() {
    var table = TextTable([.init("model", expendability: 1), .init("message", mayBeCut: true)])
    table.add(["m", "a message that is rather long"])
    #expect(table.text(width: 36) == "model  message\nm      a message that is rather long\n")
    #expect(table.text(width: 21) == "model  message\nm      a message tha…\n")
    #expect(table.text(width: 18) == "message\na message that is…\n")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1.00k"), (12_345, "12.3k"), (123_456, "123k"), (999_499, "999k"),
    (999_600, "1.00M"), (1_234_567_890, "1.23G"),
  ])
  func numbersAreShort(number: Int, text: String) {
    #expect(shortNumber(number) == text)
  }

  @Test(arguments: [
    (0.04, "0.0ms"), (0.42, "0.4ms"), (9.96, "10ms"), (999.4, "999ms"), (999.6, "1.00s"), (12_340, "12.3s"),
    (59_960, "1m00s"), (185_000, "3m05s"), (1e308, "1e+305s"), (.infinity, "infs"), (-5, "-5.0ms"),
    (-1e308, "-1e+308ms"),
  ])
  func timesAreShort(milliseconds: Double, text: String) {
    #expect(shortTime(milliseconds: milliseconds) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (59, "59 s"), (60, "1 min"), (119, "1 min"), (3600, "1 h"), (3660, "1 h 1 min"), (90_000, "1 d 1 h"),
    (864_000, "10 d"),
  ])
  func durationsAreShort(seconds: Int, text: String) {
    #expect(shortDuration(seconds: seconds) == text)
  }
}
