import Glibc
import NIOCore
import RequestLog
import WireFormats

extension AccessLogEntry {
  /// The entry as a row of the log of requests.
  var record: RequestRecord {
    var record = RequestRecord()
    record.requestID = requestID.prefix
    record.requestNumber = requestID.number
    record.createdMicroseconds = Self.now() - microseconds
    record.clientKey = clientKey
    record.tool = tool
    record.model = model
    record.servedModel = servedModel
    record.deployment = deployment
    record.upstream = upstream
    record.clientFormat = format?.rawValue ?? ""
    record.upstreamFormat = upstreamFormat?.rawValue ?? ""
    record.isStreamed = isStreamed
    record.status = status
    record.inputTokens = usage?.input
    record.outputTokens = usage?.output
    record.cachedTokens = usage?.cachedInput
    record.cost = cost
    record.latencyMicroseconds = microseconds
    record.firstByteMicroseconds = firstByteMicroseconds
    record.overheadMicroseconds = overheadMicroseconds
    record.requestBytes = requestBytes
    record.responseBytes = responseBytes
    record.tries = tries
    record.fallbacks = fallbacks
    record.isCacheHit = isCacheHit
    record.error = fault
    record.requestText = requestText.map { String(buffer: $0) }
    record.responseText = responseText.map { String(buffer: $0) }
    return record
  }

  private static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }
}
