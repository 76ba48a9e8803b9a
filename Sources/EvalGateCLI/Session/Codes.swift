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
    .acceptedInCI, .againstSchema, .attempts, .attribution, .badReport, .baseline, .blind, .changedSince, .cutOff,
    .cutOutput, .emptySelection, .evidenceKey, .exportAddress, .exportRefused, .exportUnreachable, .foreignHead,
    .foreignProgram, .found, .importFile, .importTarget, .imprecise, .input, .keptTaken, .leftBaseline, .marginUnused,
    .noComment, .noEffect, .notEnoughRepeats, .noTerminal, .notFailing, .notLookedAt, .ofFallback, .otherVersion,
    .outputLost, .outputTaken, .oversized, .partOfCases, .plainLine, .planChanged, .policyCalls, .probeHeader,
    .probeTables, .proposal, .rollback, .rulesUnreadable, .runOfRepository, .runReplaced, .scaffoldTaken, .schemaMap,
    .secretInRecording, .shadowBudget, .shardIgnored, .shardUnknown, .staleBaseline, .tooExpensive, .trackedByteCode,
    .unansweredCase,
    .unknownCase, .unknownDetector, .unknownFormat, .unknownID, .unknownRule, .unknownSelection, .unusedRecording,
    .unwritableStepFile, .usage,
  ]
}
