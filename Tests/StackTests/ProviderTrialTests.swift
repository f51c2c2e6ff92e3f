import FakeUpstream
import Secrets
import Testing
import WireFormats

@testable import Stack

/// A token that is tried as it is typed.
struct ProviderTrialTests {
  private static let token = "sk-provider-0123456789abcdef"

  private func run(_ format: WireFormat, at address: String) async throws -> ModelTestResult {
    try await ProviderTrial(
      format,
      address: address,
      token: Secret(Self.token),
      model: "it's",
      environment: { _ in nil }
    ).run(seconds: 20)
  }

  @Test(arguments: [WireFormat.responses, .messages])
  func aRightTokenAnswers(format: WireFormat) async throws {
    try await FakeUpstream.run(.answers([.text("ok")])) { upstream in
      let result = try await run(format, at: upstream.origin + (format == .messages ? "" : "/v1"))
      #expect(result.verdict == .ok, "\(result)")
      #expect(result.isTokenAccepted)
      #expect(result.trialText.hasPrefix("ok, it answers ("))
      let request = try #require(upstream.modelRequests.first)
      #expect(request.model == "it's")
      #expect((request.header("authorization") ?? request.header("x-api-key") ?? "").hasSuffix(Self.token))
    }
  }

  @Test(arguments: [
    (401, "Incorrect API key provided: \(token)", Verdict.badKey, false), (429, "quota exceeded", .noQuota, false),
    (404, "The model it's does not exist", .noSuchModel, true), (500, "internal", .failed, false),
  ])
  func whatIsWrongIsToldApart(status: Int, message: String, verdict: Verdict, isAccepted: Bool) async throws {
    let body = #"{"error":{"message":"\#(message)"}}"#
    try await FakeUpstream.run(.respond { _ in .body(body, status: status) }) { upstream in
      let result = try await run(.responses, at: upstream.origin + "/v1")
      #expect(result.verdict == verdict, "\(result)")
      #expect(result.isTokenAccepted == isAccepted)
      #expect(!result.trialText.contains(Self.token))
      #expect(result.trialRemedy != nil)
    }
  }

  @Test func anAddressWhereNobodyAnswersIsSaid() async throws {
    let result = try await run(.responses, at: "http://127.0.0.1:9/v1")
    #expect(result.verdict == .wrongBaseURL, "\(result)")
    #expect(result.trialText.contains("127.0.0.1:9"))
  }
}
