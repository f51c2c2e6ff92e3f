import Glibc

/// Writing many rows in one go keeps a processor busy for milliseconds, and where all processors are busy, a request waits
/// for as long: the kernel lets a running thread finish its slice even if its priority is low. So the rows go in small
/// pieces, with rests between them.
struct WritingPace {
  /// So many rows take less than a tenth of a millisecond.
  static let piece = 8
  /// In microseconds: longer rests help nobody.
  private static let longestRest = 2_000
  /// In microseconds: shorter ones cost more than they give. Where rows come that fast, they are written without rest.
  private static let shortestRest = 200

  /// Writes all at once.
  static let none = WritingPace(count: 0, restingAtMost: 0)

  /// Between two pieces, in microseconds.
  let restMicroseconds: Int

  /// - Parameters:
  ///   - count: how many rows there are.
  ///   - microseconds: how long all rests may be together.
  init(count: Int, restingAtMost microseconds: Int) {
    let rests = max(0, count - 1) / Self.piece
    let rest = rests > 0 ? min(microseconds / rests, Self.longestRest) : 0
    restMicroseconds = rest >= Self.shortestRest ? rest : 0
  }

  /// Waits a little at the end of a piece.
  func rest(after written: Int) {
    if restMicroseconds > 0, written % Self.piece == 0 { usleep(UInt32(restMicroseconds)) }
  }
}
