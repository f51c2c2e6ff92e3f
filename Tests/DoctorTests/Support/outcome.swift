import Doctor
import Testing

/// What one check alone finds.
///
/// - Parameters:
///   - id: the check's name.
///   - context: the setup.
/// - Returns: what it finds, whatever its prerequisites would.
/// - Throws: when there is no such check.
func outcome(_ id: String, _ context: DoctorContext) async throws -> Outcome {
  let check = try #require(allChecks.flatMap(\.checks).first { $0.id == id })
  return await check.run(context)
}

extension Outcome {
  /// The first finding.
  var finding: Finding? {
    guard case .found(let findings) = self else { return nil }
    return findings.first
  }
}
