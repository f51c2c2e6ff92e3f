import GRDB
import GRDBSQLite

/// Gives the values of rows to a prepared statement, one place after another, and has them written.
///
/// It speaks to SQLite itself: a row has 27 values, and each would become an object or two on its way through GRDB.
struct RowBinder: ~Copyable {
  /// Whose end would be that of ``statement``: nobody else need have it for as long.
  private let owner: Statement
  private let statement: SQLiteStatement
  private var place: Int32 = 0
  /// Where the texts of a row stay until it is written. SQLite would make a copy in memory of its own for each.
  private let texts = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 << 10, alignment: 1)
  private var textsEnd = 0
  private var time = RequestTimeText()

  init(_ statement: Statement) {
    owner = statement
    self.statement = statement.sqliteStatement
  }

  deinit {
    // The statement is kept for later rows, and must not point to what is gone.
    _ = withExtendedLifetime(owner) { sqlite3_clear_bindings(statement) }
    texts.deallocate()
  }

  mutating func text(_ text: String?) {
    place += 1
    guard var text else {
      sqlite3_bind_null(statement, place)
      return
    }
    text.withUTF8 { bind($0) }
  }

  /// A text that may end with a number in hexadecimal digits.
  mutating func text(_ start: String, _ number: UInt64?) {
    guard let number else { return text(start) }
    place += 1
    var start = start
    start.withUTF8 { start in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: start.count + 16) { bytes in
        _ = bytes.update(fromContentsOf: start)
        let digits = max(1, (64 - number.leadingZeroBitCount + 3) / 4)
        for place in 0..<digits {
          let digit = UInt8(number >> (4 * UInt64(digits - 1 - place)) & 0xF)
          bytes[start.count + place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        bind(UnsafeBufferPointer(rebasing: bytes[..<(start.count + digits)]))
      }
    }
  }

  /// A time as ``RequestTime`` writes it.
  mutating func time(_ microseconds: Int64) {
    place += 1
    let bytes = time.bytes(microseconds)
    bytes.span.withUnsafeBufferPointer { bind($0) }
  }

  mutating func integer(_ number: Int?) {
    place += 1
    if let number {
      sqlite3_bind_int64(statement, place, Int64(number))
    } else {
      sqlite3_bind_null(statement, place)
    }
  }

  mutating func flag(_ flag: Bool) { integer(flag ? 1 : 0) }

  mutating func real(_ number: Double?) {
    place += 1
    if let number {
      sqlite3_bind_double(statement, place, number)
    } else {
      sqlite3_bind_null(statement, place)
    }
  }

  mutating func milliseconds(_ microseconds: Int64) { real(Double(microseconds) / 1000) }

  /// Writes the row, and makes ready for the next.
  ///
  /// - Throws: what SQLite says.
  mutating func write() throws {
    place = 0
    textsEnd = 0
    let result = sqlite3_step(statement)
    defer { sqlite3_reset(statement) }
    guard result == SQLITE_DONE else {
      let message = sqlite3_errmsg(sqlite3_db_handle(statement)).map { String(cString: $0) }
      throw DatabaseError(resultCode: ResultCode(rawValue: result), message: message)
    }
  }

  private mutating func bind(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count <= texts.count - textsEnd else {
      // The text of a body is too long for the common place.
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_text64(statement, place, bytes.baseAddress, sqlite3_uint64(bytes.count), copied, UInt8(SQLITE_UTF8))
      return
    }
    let text = UnsafeMutableRawBufferPointer(rebasing: texts[textsEnd..<textsEnd + bytes.count])
    text.copyBytes(from: bytes)
    textsEnd += bytes.count
    // A null pointer would be NULL, so the empty text is one of no bytes.
    let start = texts.baseAddress.map { $0 + (textsEnd - bytes.count) }
    sqlite3_bind_text(statement, place, start?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
  }
}
