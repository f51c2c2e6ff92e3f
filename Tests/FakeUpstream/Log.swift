import NIOCore
import Synchronization

extension FakeUpstream {
  /// What happened so far, shared by the connections and the test.
  final class Log: Sendable {
    struct State {
      var requests: [Request] = []
      var modelRequestCount = 0
      var abandoned: [Int] = []
      var bodyBytesSent = 0
      var connectionCount = 0
      var channels: [ObjectIdentifier: any Channel] = [:]
    }

    let state = Mutex(State())

    var openChannels: [any Channel] { state.withLock { Array($0.channels.values) } }

    /// Counts a new connection and forgets it again when it closes.
    ///
    /// - Parameter channel: the accepted connection.
    /// - Returns: its ordinal, from 0.
    func opened(_ channel: any Channel) -> Int {
      let key = ObjectIdentifier(channel)
      channel.closeFuture.whenComplete { _ in
        self.state.withLock { _ = $0.channels.removeValue(forKey: key) }
      }
      return state.withLock {
        $0.channels[key] = channel
        $0.connectionCount += 1
        return $0.connectionCount - 1
      }
    }

    /// Records a complete request.
    ///
    /// - Parameter request: as it came in.
    /// - Returns: its ordinal among all requests and among those that ask a model, from 0.
    func received(_ request: Request) -> (all: Int, model: Int) {
      state.withLock {
        let model = $0.modelRequestCount
        if request.format != nil { $0.modelRequestCount += 1 }
        $0.requests.append(request)
        return (all: $0.requests.count - 1, model: model)
      }
    }

    func sent(bodyBytes: Int) {
      state.withLock { $0.bodyBytesSent += bodyBytes }
    }

    func abandoned(_ ordinal: Int) {
      state.withLock { $0.abandoned.append(ordinal) }
    }
  }
}
