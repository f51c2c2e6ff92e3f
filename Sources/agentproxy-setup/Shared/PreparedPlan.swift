import Diagnostics
import Provisioning

/// A plan, and what to tell the user once it is carried out.
struct PreparedPlan {
  let plan: Plan
  /// The commands to type next.
  var next: [String] = []
  /// The commands that take it back.
  var undo: [String] = []
  /// Whether what was written is put back if not all of it can be.
  var isWhole = false
  /// What has to go well after the files are written, or else they are put back.
  var proof: (() async throws(Failure) -> Void)?
  /// What to do once they are put back.
  var afterUndo: (() async -> Void)?
  /// The folder with copies of what was replaced or removed, if that is worth saying.
  var copies: String?
}
