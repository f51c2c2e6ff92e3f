/// How files are put in place. Only tests want it otherwise.
struct WriteOptions: Sendable {
  /// The moments at which another program may come in between.
  enum Step: Sendable, CaseIterable {
    /// The new content is in a file of its own, complete.
    case written
    /// The old file was looked at for the last time.
    case compared
    /// The new file is in place of what was there, which has not been looked at.
    case exchanged
    /// What was there was not the old file, and is about to go back.
    case refused
    /// It has gone back, and what was there has not been looked at.
    case returned
  }

  /// Whether two files can be exchanged in one step, if the file system can do it.
  var exchanges = true
  /// Whether those who open a new file have to wait until it is settled that it stays, if the system can do it.
  var holds = true
  /// How long to wait for another run, in milliseconds.
  var patience = 10_000
  /// Called at each moment.
  var step: @Sendable (Step) -> Void = { _ in }
}
