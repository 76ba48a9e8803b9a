import EvalGateChecks
import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import EvalGateProviders
import EvalGateStore

/// Every kind of message there is, for `evalgate explain`; each room lists its own.
enum Codes {
  static let all: [DiagnosticCode] =
    DiagnosticCode.ofCore + ProjectLoader.codes + EvalGateChecks.Parts.codes + RulePolicy.codes
    + EvalGateProviders.Parts.codes + StoreCodes.all + own

  private static let own: [DiagnosticCode] = [
    .accepted, .acceptedInCI, .againstSchema, .attempts, .badReport, .baseline, .blind, .emptySelection, .foreignHead,
    .imprecise, .input, .noComment, .noTerminal, .notEnoughRepeats, .plainLine, .planChanged, .proposal, .scaffoldTaken,
    .schemaMap,
    .staleBaseline, .tooExpensive, .unknownCase, .unknownFormat, .unknownID, .unknownSelection, .unwritableStepFile,
  ]
}
