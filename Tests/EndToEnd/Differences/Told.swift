import FakeUpstream
import Foundation

/// What an answer tells its client, in no format: what was said, and how it ended.
struct Told {
  private(set) var facts: [String: String] = [:]
  private var text = ""
  private var thoughts = ""
  /// The calls by their place: name, arguments.
  private var calls: [Int: (name: String, arguments: String)] = [:]
  private var end: String?
  private var usage: [String: Any] = [:]
  private var error: Any?

  init(_ reply: Reply, _ format: FakeUpstream.Format) {
    var kinds: [String] = []
    if reply.isStream {
      for (event, word) in reply.events {
        let kind = word ?? kind(of: event, format)
        read(event, kind, format)
        switch kind {
        case "ping", "keepalive": facts["pings"] = kind
        case "[DONE]": facts["last word"] = kind
        default: if kinds.last != kind { kinds.append(kind) }
        }
      }
      facts["events"] = kinds.joined(separator: " ")
    } else if let body = try? JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any] {
      readWhole(body, format)
    }
    facts["status"] = "\(reply.status)"
    facts["retry-after"] = reply.fields["retry-after"]
    facts["end of the body"] = reply.isComplete ? "in order" : "cut off"
    facts["text"] = text
    facts["thoughts"] = thoughts.isEmpty ? nil : thoughts
    facts["end"] = end
    for (place, key) in calls.keys.sorted().enumerated() {
      guard let call = calls[key] else { continue }
      let arguments = Facts(["arguments": call.arguments]).leaves["arguments"] ?? ""
      facts["calls.\(place)"] = "\(call.name) \(arguments)"
    }
    for (path, value) in Facts(usage).leaves { facts["usage.\(path)"] = value }
    if let error { for (path, value) in Facts(error).leaves { facts["error.\(path)"] = value } }
  }

  /// How the answer ended, and whether the client learns of a failure, one way or the other.
  var ending: [String: String] {
    let isFailure = error != nil || facts["status"] != "200" || facts["end of the body"] != "in order"
    return ["end": end, "failure": "\(isFailure)"].compactMapValues(\.self)
  }

  private func kind(of event: [String: Any], _ format: FakeUpstream.Format) -> String {
    if let type = event["type"] as? String { return type }
    if event["error"] != nil { return "error" }
    return event["usage"] is [String: Any] ? "usage" : "chunk"
  }

  private mutating func readWhole(_ body: [String: Any], _ format: FakeUpstream.Format) {
    error = body["error"].flatMap { $0 is NSNull ? nil : $0 }
    usage = body["usage"] as? [String: Any] ?? [:]
    switch format {
    case .chat:
      guard let choice = objects(body["choices"]).first else { return }
      let message = choice["message"] as? [String: Any] ?? [:]
      readChat(message)
      end = choice["finish_reason"] as? String
    case .responses:
      readOutput(body["output"])
      end = body["status"] as? String
    case .messages:
      for (index, block) in objects(body["content"]).enumerated() {
        text += block["text"] as? String ?? ""
        thoughts += block["thinking"] as? String ?? ""
        guard let name = block["name"] as? String, let input = block["input"] else { continue }
        let data = try? JSONSerialization.data(withJSONObject: input)
        calls[index] = (name, String(decoding: data ?? Data(), as: UTF8.self))
      }
      end = body["stop_reason"] as? String
    }
  }

  private mutating func readOutput(_ output: Any?) {
    for (index, item) in objects(output).enumerated() {
      if item["type"] as? String == "message" {
        text += objects(item["content"]).compactMap { $0["text"] as? String }.joined()
      }
      thoughts += objects(item["summary"]).compactMap { $0["text"] as? String }.joined()
      if let name = item["name"] as? String { calls[index] = (name, item["arguments"] as? String ?? "") }
    }
  }

  private mutating func readChat(_ message: [String: Any]) {
    text += message["content"] as? String ?? ""
    thoughts += message["reasoning_content"] as? String ?? ""
    for (place, call) in objects(message["tool_calls"]).enumerated() {
      let index = call["index"] as? Int ?? place
      let function = call["function"] as? [String: Any] ?? [:]
      let known = calls[index] ?? ("", "")
      calls[index] = (
        known.name + (function["name"] as? String ?? ""), known.arguments + (function["arguments"] as? String ?? "")
      )
    }
  }

  private mutating func read(_ event: [String: Any], _ kind: String, _ format: FakeUpstream.Format) {
    if let failure = event["error"], !(failure is NSNull) { error = failure }
    let delta = event["delta"] as? [String: Any] ?? [:]
    switch format {
    case .chat:
      for choice in objects(event["choices"]) {
        readChat(choice["delta"] as? [String: Any] ?? [:])
        end = choice["finish_reason"] as? String ?? end
      }
      usage = event["usage"] as? [String: Any] ?? usage
    case .responses:
      let piece = event["delta"] as? String ?? ""
      if kind == "error" { error = event }
      if kind == "response.output_text.delta" { text += piece }
      if kind == "response.reasoning_summary_text.delta" { thoughts += piece }
      if kind == "response.output_item.done", let item = event["item"] as? [String: Any],
        let name = item["name"] as? String
      {
        calls[event["output_index"] as? Int ?? 0] = (name, item["arguments"] as? String ?? "")
      }
      guard ["response.completed", "response.incomplete", "response.failed"].contains(kind),
        let response = event["response"] as? [String: Any]
      else { return }
      end = response["status"] as? String
      usage = response["usage"] as? [String: Any] ?? [:]
      if let failure = response["error"], !(failure is NSNull) { error = failure }
    case .messages:
      text += delta["text"] as? String ?? ""
      thoughts += delta["thinking"] as? String ?? ""
      let index = event["index"] as? Int ?? 0
      if let block = event["content_block"] as? [String: Any], let name = block["name"] as? String {
        calls[index] = (name, "")
      }
      if let piece = delta["partial_json"] as? String { calls[index]?.arguments += piece }
      if let message = event["message"] as? [String: Any] { usage = message["usage"] as? [String: Any] ?? [:] }
      guard kind == "message_delta" else { return }
      end = delta["stop_reason"] as? String
      usage.merge(event["usage"] as? [String: Any] ?? [:]) { $1 }
    }
  }

  private func objects(_ value: Any?) -> [[String: Any]] {
    (value as? [Any] ?? []).compactMap { $0 as? [String: Any] }
  }
}
