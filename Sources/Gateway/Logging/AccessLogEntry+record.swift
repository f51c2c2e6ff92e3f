import NIOCore
import RequestLog
import WireFormats

extension AccessLogEntry {
  /// The entry as a row of the log of requests.
  var record: RequestRecord {
    var record = RequestRecord()
    record.requestID = requestID.text
    record.createdMicroseconds = RequestTime.now() - microseconds
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
}
