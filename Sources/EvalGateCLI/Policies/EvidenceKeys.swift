import EvalGateCore
import EvalGatePolicy

/// The key by which masked evidence of several runs can be joined.
///
/// There is no default: under a key that anybody could work out a tag would be a plain hash, and trying all card numbers undoes
/// those.
enum EvidenceKeys {
  static let variable = "EVALGATE_EVIDENCE_KEY"

  /// The key that the environment gives; nil where it gives none, so that evidence is only masked.
  static func own() throws(Diagnostic) -> EvidenceKey? {
    guard let secret = Host.environment[variable], !secret.isEmpty else { return nil }
    guard let key = EvidenceKey(secret: Array(secret.utf8)) else {
      throw Diagnostic(
        .evidenceKey, "`\(variable)` is shorter than 16 bytes",
        help: "use a long random text, such as the output of `openssl rand -hex 32`")
    }
    return key
  }
}

extension DiagnosticCode {
  static let evidenceKey = DiagnosticCode(
    "safety/evidence-key",
    "The variable `EVALGATE_EVIDENCE_KEY` holds the key of the tags by which equal evidence is joined. A short one could be guessed, and then the evidence as well."
  )
}
