import Testing

@testable import WireFormats

@Suite struct ProviderErrorTests {
  private func message(_ text: String) -> String? { ProviderError.message(in: Array(text.utf8).span) }

  @Test(arguments: [
    #"{"error":{"message":"why","type":"server_error","param":null,"code":null}}"#,
    #"{"type":"error","error":{"type":"api_error","message":"why"},"request_id":"r"}"#,
    "  {\n \"x\" : [ {\"error\": 1} ] ,\n \"error\" : { \"a\" : \"}\" , \"message\" : \"why\" } }\n",
    #"{"error":"why"}"#, #"{"detail":{"message":"not this"},"message":"why"}"#, #"{"m\u0065ssage":"w\u0068y"}"#,
  ])
  func theMessageIsFound(_ body: String) {
    #expect(message(body) == "why")
  }

  @Test(arguments: [
    "", "{", "{}", "[]", "null", "<html>why</html>", #"{"error":{"message":""}}"#, #"{"error":{"message":7}}"#,
    #"{"error":null,"message":"why not"}"#, #"{"error":{"mess"#, #"{"message":"cut of"#, #"{"a":1 "message":"b"}"#,
    #"{,"message":"b"}"#,
  ])
  func whereThereIsNoneThereIsNone(_ body: String) {
    #expect(message(body) == nil)
  }
}
