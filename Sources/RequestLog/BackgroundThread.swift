import Dispatch
import Foundation
import Glibc
import Synchronization

/// A thread of its own that gives way to all others: writing rows takes a tenth of a processor where requests come fast,
/// and on a machine whose processors are all busy no request shall wait for it.
final class BackgroundThread: Sendable {
  private struct Job {
    let due: DispatchTime
    let work: @Sendable () -> Void
  }

  private struct State {
    var jobs: [Job] = []
    var isStopped = false
  }

  /// What the thread itself holds on to, so that its owner can go before it ends.
  private final class Shared: Sendable {
    let state = Mutex(State())
    let wakeUp = DispatchSemaphore(value: 0)

    func run() {
      // On Linux this is the calling thread's alone.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
      while true {
        let next = state.withLock { state -> (work: (@Sendable () -> Void)?, due: DispatchTime)? in
          let now = DispatchTime.now()
          guard let index = state.jobs.indices.min(by: { state.jobs[$0].due < state.jobs[$1].due }) else {
            return state.isStopped ? nil : (nil, .distantFuture)
          }
          guard state.jobs[index].due <= now else {
            // What was to come later does not come any more.
            return state.isStopped ? nil : (nil, state.jobs[index].due)
          }
          return (state.jobs.remove(at: index).work, now)
        }
        guard let next else { return }
        if let work = next.work { work() } else { _ = wakeUp.wait(timeout: next.due) }
      }
    }
  }

  private let shared = Shared()

  init(name: String) {
    let thread = Thread { [shared] in shared.run() }
    thread.name = name
    thread.start()
  }

  deinit { stop() }

  /// Does something on the thread, one thing after another.
  func async(after delay: DispatchTimeInterval = .nanoseconds(0), _ work: @escaping @Sendable () -> Void) {
    let due = DispatchTime.now() + delay
    shared.state.withLock { $0.jobs.append(Job(due: due, work: work)) }
    shared.wakeUp.signal()
  }

  /// Ends the thread when what is due has been done.
  func stop() {
    shared.state.withLock { $0.isStopped = true }
    shared.wakeUp.signal()
  }
}
