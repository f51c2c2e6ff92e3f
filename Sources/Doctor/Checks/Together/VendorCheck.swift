internal import Provisioning

/// A company's token that would be sent to the vendor, because there is no base URL.
struct VendorCheck: Check {
  let id = "together.vendor"
  let title = "vendor"
  let meaning = "one provider has a base URL of a third party, and the other none, so that its token goes to the vendor"
  let prerequisites = ["env.file"]
  let isQuiet = true

  func run(_ context: DoctorContext) async -> Outcome {
    let providers = context.settings.providers.filter { $0.isConfigured && ["OPENAI", "ANTHROPIC"].contains($0.name) }
    guard providers.count == 2, let third = providers.first(where: { $0.apiBase != nil }),
      let vendor = providers.first(where: { $0.apiBase == nil })
    else { return .passed("none") }
    return .note(
      "\(third.name) has a base URL and \(vendor.name) has none: \(vendor.keyVariable) goes to the vendor's own address",
      .advice("set \(vendor.baseVariable) if it is a token of the same third party")
    )
  }
}
