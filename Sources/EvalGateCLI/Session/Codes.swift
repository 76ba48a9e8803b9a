import EvalGateChecks
import EvalGateConfig
import EvalGateCore
import EvalGateImport
import EvalGatePolicy
import EvalGateProviders
import EvalGateStore

/// Every kind of message there is, for `evalgate explain`; each room lists its own.
enum Codes {
  static let all: [DiagnosticCode] =
    DiagnosticCode.ofCore + ProjectLoader.codes + EvalGateChecks.Parts.codes + RulePolicy.codes
    + EvalGateProviders.Parts.codes + StoreCodes.all + Importers.codes + own

  private static let own: [DiagnosticCode] = [
    .accepted, .acceptedInCI, .againstSchema, .attempts, .badReport, .baseline, .blind, .emptySelection, .foreignHead,
    .importFile, .importTarget, .imprecise, .input, .noComment, .notEnoughRepeats, .plainLine, .planChanged,
    .scaffoldTaken, .schemaMap,
    .staleBaseline, .tooExpensive, .unknownCase, .unknownFormat, .unknownID, .unknownSelection, .unwritableStepFile,
  ]
}
