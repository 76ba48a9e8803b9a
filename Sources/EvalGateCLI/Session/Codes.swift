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
    .accepted, .acceptedInCI, .againstSchema, .attempts, .badReport, .baseline, .blind, .emptySelection, .evidenceKey,
    .exportAddress, .exportRefused, .exportUnreachable, .foreignHead, .found, .importFile, .importTarget, .imprecise,
    .input, .keptTaken, .noComment, .notEnoughRepeats, .notFailing, .notLookedAt, .plainLine, .planChanged,
    .policyCalls, .probeHeader, .probeTables, .scaffoldTaken, .schemaMap, .secretInRecording, .shardIgnored,
    .shardUnknown, .staleBaseline, .tooExpensive, .unansweredCase, .unknownCase, .unknownDetector, .unknownFormat,
    .unknownID, .unknownRule, .unknownSelection, .unusedRecording, .unwritableStepFile,
  ]
}
