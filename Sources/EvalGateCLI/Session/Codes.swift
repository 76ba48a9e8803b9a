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
<<<<<<< HEAD
    .accepted, .badReport, .baseline, .emptySelection, .foreignHead, .noComment, .plainLine, .planChanged,
    .scaffoldTaken, .unknownCase,
    .unknownFormat,
=======
    .accepted, .badReport, .baseline, .emptySelection, .plainLine, .planChanged, .unknownCase, .unknownFormat,
    .unwritableStepFile,
>>>>>>> in/reporters
    .unknownID,
    .unknownSelection,
  ]
}
