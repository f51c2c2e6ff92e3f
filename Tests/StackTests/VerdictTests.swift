import Testing
import WireFormats

@testable import Stack

struct VerdictTests {
  @Test(arguments: [
    (200, #"{"id":"x"}"#, Verdict.ok), (200, " \n{}", .ok), (200, "<html>", .wrongBaseURL), (200, "", .wrongBaseURL),
    (401, #"{"error":{"message":"Incorrect API key provided"}}"#, .badKey), (403, "", .badKey),
    (402, "", .noQuota), (429, #"{"error":{"message":"You exceeded your current quota"}}"#, .noQuota),
    (404, #"{"error":{"message":"The model `m` does not exist","code":"model_not_found"}}"#, .noSuchModel),
    (404, #"{"type":"error","error":{"type":"not_found_error","message":"model: m"}}"#, .noSuchModel),
    (404, #"{"detail":"Not Found"}"#, .wrongBaseURL), (404, "<html>", .wrongBaseURL), (405, "", .wrongBaseURL),
    (302, "", .wrongBaseURL), (502, #"{"error":{"message":"cannot be reached"}}"#, .wrongBaseURL),
    (400, #"{"error":{"message":"invalid model ID"}}"#, .noSuchModel),
    (400, #"{"error":{"message":"max_tokens is too small"}}"#, .failed),
    (501, "", .notThisFormat), (504, "", .timeout), (408, "", .timeout), (500, "", .failed), (529, "", .failed),
  ])
  func anAnswerTellsWhatIsWrong(status: Int, body: String, verdict: Verdict) {
    #expect(Verdict(status: status, body: Array(body.utf8), model: "m") == verdict)
  }

  @Test func everyFailureHasARemedy() {
    for verdict in Verdict.allCases { #expect((verdict.remedy == nil) == (verdict == .ok)) }
    #expect(Verdict.wrongBaseURL.words == "wrong base URL")
  }

  private func result(_ format: WireFormat, _ verdict: Verdict, _ status: Int?, expected: Bool = true)
    -> ModelTestResult
  {
    let test = ModelTest(model: "m", format: format, isExpected: expected)
    return ModelTestResult(test: test, verdict: verdict, status: status, milliseconds: 1, message: nil)
  }

  @Test func aBaseURLThatAnsweredAnotherFormatIsNotWrong() {
    let settled = ModelTesting.settled([result(.chatCompletions, .ok, 200), result(.responses, .wrongBaseURL, 404)])
    #expect(settled.map(\.verdict) == [.ok, .notThisFormat])
    let alone = [result(.chatCompletions, .wrongBaseURL, 404), result(.responses, .wrongBaseURL, 404)]
    #expect(ModelTesting.settled(alone) == alone)
    let unreachable = [result(.chatCompletions, .ok, 200), result(.responses, .wrongBaseURL, 502)]
    #expect(ModelTesting.settled(unreachable) == unreachable)
  }

  @Test func aFormatThatNobodyExpectedIsNoFailure() {
    #expect(!result(.messages, .notThisFormat, 501, expected: false).isFailure)
    #expect(result(.messages, .notThisFormat, 501).isFailure)
    #expect(result(.messages, .badKey, 401, expected: false).isFailure)
  }
}
