internal import RequestLog

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// LiteLLM's log of requests, read from its table in PostgreSQL: all at once, where LiteLLM itself gives it by pages, and
/// also while LiteLLM is down.
enum SpendLogQuery {
  /// The query for all since a time, the oldest first.
  ///
  /// - Parameter start: from when on.
  /// - Returns: the statement.
  static func text(since start: UsageStart) -> String {
    // Nothing but digits, dashes, colons, points and blanks, as it was checked when it was read.
    let condition = start.text.isEmpty ? "" : #" WHERE "startTime" >= '\#(start.text)'"#
    return rows + condition + #" ORDER BY "startTime""#
  }

  /// The query for the last ones, the newest first.
  ///
  /// - Parameter count: how many.
  /// - Returns: the statement.
  static func text(last count: Int) -> String { rows + #" ORDER BY "startTime" DESC LIMIT \#(count)"# }

  /// Rows like those of ``SpendLogPage``, with what is made use of.
  ///
  /// The columns are those of version 1.106; an older table may lack one, and is then asked of LiteLLM.
  private static var rows: String {
    """
    SELECT json_build_object(
      'request_id', request_id, 'spend', spend, 'model', model, 'model_id', model_id, 'model_group', model_group,
      'prompt_tokens', prompt_tokens, 'completion_tokens', completion_tokens, 'cache_hit', cache_hit, 'status', status,
      'startTime', to_char("startTime", 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'completionStartTime', to_char("completionStartTime", 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'request_duration_ms', extract(epoch FROM "endTime" - "startTime") * 1000,
      'metadata', json_build_object(
        'user_agent', metadata ->> 'user_agent', 'user_api_key_alias', metadata ->> 'user_api_key_alias',
        'additional_usage_values', json_build_object(
          'cache_read_input_tokens', metadata -> 'additional_usage_values' -> 'cache_read_input_tokens'),
        'error_information', json_build_object(
          'error_code', metadata -> 'error_information' ->> 'error_code',
          'error_class', metadata -> 'error_information' ->> 'error_class')))
    FROM public."LiteLLM_SpendLogs"
    """
  }

  /// Reads the answer.
  ///
  /// - Parameter output: a row per line.
  /// - Returns: the requests, in the same order.
  static func records(_ output: String) -> [RequestRecord] {
    let decoder = JSONDecoder()
    return output.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? decoder.decode(SpendLogPage.Entry.self, from: Data(line))).flatMap(RequestRecord.init)
    }
  }
}
