import EvalGateCore
import StrictJSON

/// A run as rows, one table after another and one row in memory at a time.
public struct RunExport: Sendable {
  private let file: RunFile
  private let mask: @Sendable (String) -> String

  /// - Parameters:
  ///   - file: a whole run; one that was interrupted has no outcome yet.
  ///   - mask: takes out of what a model or a service wrote what must not be shared.
  public init(_ file: RunFile, mask: @escaping @Sendable (String) -> String) {
    self.file = file
    self.mask = mask
  }

  /// The run's.
  public var id: String { file.header.id }

  /// Hands every row to a sink.
  ///
  /// - Parameter tables: which of them.
  /// - Throws: what the sink throws, and `Diagnostic` when the run cannot be read.
  public func write(_ tables: [ExportTable] = ExportTable.all, to sink: inout some ExportSink) throws {
    for table in tables {
      try sink.begin(table, run: file.header.id)
      switch table.name {
      case ExportTable.runs.name: try sink.add(Self.row(file.header, file.end, finished: file.trials))
      case ExportTable.gates.name: for row in Self.rows(file.gates, of: file.header.id) { try sink.add(row) }
      default: try writeCases(to: &sink)
      }
      try sink.end()
    }
  }

  private func writeCases(to sink: inout some ExportSink) throws {
    let tuples = Dictionary(
      file.header.tuples.map { ($0.suite, TupleColumns($0)) }, uniquingKeysWith: { first, _ in first })
    func write(_ record: CaseRecord, _ kind: LineKind, to sink: inout some ExportSink) throws {
      // What the base arm was made with is not in the run's first line: only its versions are known.
      let tuple = record.arm == .head ? tuples[record.suite] : nil
      try sink.add(CaseRow(record, kind, tuple, header: file.header, mask: mask).values)
    }
    try file.forEachRecord { try write($0, .case, to: &sink) }
    try file.forEachConfirmation { try write($0, .confirm, to: &sink) }
  }

  static func row(_ header: RunHeader, _ end: RunEnd?, finished: Int) -> [ExportTable.Value?] {
    [
      .text(header.id), header.observed.map { .integer($0.startedAt) }, header.observed?.revision.map { .text($0) },
      header.base.map { .text($0.label) }, header.base?.revision.map { .text($0) }, .text(header.profile),
      .text(header.mode.rawValue), .text(end?.outcome.rawValue ?? "unfinished"), Self.joined(end?.reasons ?? [], "; "),
      .integer(header.planned), .integer(finished), .finite(end?.elapsed), Self.joined(header.tuples.map(\.suite)),
      .text(header.planDigest.hex), .text(header.evalgateVersion),
    ]
  }

  static func rows(_ gates: [GateOutcome], of run: String) -> [[ExportTable.Value?]] {
    gates.enumerated().map { position, gate in
      var passed: Int?
      if case .rate(let count, _) = gate.measure { passed = count }
      var paired: (p: Double, broke: Int, fixed: Int)?
      for case .paired(_, let broke, let fixed, _, _, let p, _, _, _, _) in gate.evidence { paired = (p, broke, fixed) }
      return [
        .text(run), .integer(position), .text(gate.name), .text(gate.metric), Self.joined(gate.suites),
        Self.joined(gate.failing), .text(gate.verdict.rawValue), .truth(gate.blocks), .text(gate.rule),
        .text(gate.unit.rawValue), .finite(gate.measure.value), .integer(gate.measure.n), passed.map { .integer($0) },
        .finite(gate.baseline?.value), gate.baseline.map { .integer($0.n) }, .finite(paired?.p),
        paired.map { .integer($0.broke) }, paired.map { .integer($0.fixed) }, gate.reason.map { .text($0) },
      ]
    }
  }

  /// A name of a list, which may hold what joins the list.
  static func named(_ name: String) -> String {
    name.split(separator: ",", omittingEmptySubsequences: false).joined(separator: "\\,")
  }

  /// Nil for none, so that an empty list is a `NULL` in every warehouse.
  static func joined(_ parts: [String], _ separator: String = ",") -> ExportTable.Value? {
    parts.isEmpty ? nil : .text(parts.joined(separator: separator))
  }
}

extension ExportTable.Value? {
  /// What no warehouse has a number for is a `NULL`.
  static func finite(_ value: Double?) -> ExportTable.Value? {
    value.flatMap { $0.isFinite ? .some(.real($0)) : nil }
  }
}

/// The columns that are the same in every row of a suite.
private struct TupleColumns {
  let prompt: Versioned?
  let tools: Versioned?
  let policy: Versioned?
  let evalset: Versioned?
  let preprocess: ExportTable.Value?
  let checks: ExportTable.Value?
  let programs: ExportTable.Value?
  let targets: ExportTable.Value?
  let identity: ExportTable.Value?

  init(_ tuple: RunTuple) {
    (prompt, tools, policy, evalset) = (tuple.prompt, tuple.tools, tuple.policy, tuple.evalset)
    preprocess = RunExport.joined(tuple.preprocess)
    let revisions = JSONObject(tuple.checks.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) })
    checks = .text(JSONValue.object(revisions).serialized())
    programs = tuple.programs.isEmpty ? nil : .text(JSONValue.object(tuple.programs).serialized())
    targets = RunExport.joined(tuple.route?.targets ?? [])
    identity = tuple.route.map { .text($0.identity.serialized()) }
  }
}

/// A row of `evalgate_cases`.
private struct CaseRow {
  let values: [ExportTable.Value?]

  init(
    _ record: CaseRecord, _ kind: LineKind, _ tuple: TupleColumns?, header: RunHeader, mask: (String) -> String
  ) {
    let candidate = record.candidate
    let usage = candidate.answer.usage
    let schema = TrialOutcome.schema(record.decision.schema)
    let failed = record.findings.first { $0.outcome == .failed } ?? record.findings.first { $0.outcome == .error }
    func text(_ value: String?) -> ExportTable.Value? { value.map { .text($0) } }
    func number(_ value: Int?) -> ExportTable.Value? { value.map { .integer($0) } }
    let what: [ExportTable.Value?] = [
      .text(header.id), .text(kind.rawValue), .integer(record.ordinal), .text(record.suite), .text(record.arm.rawValue),
      .text(record.caseID), .integer(record.trial), .text(record.passFail.rawValue),
    ]
    let made: [ExportTable.Value?] = [
      text(tuple?.prompt?.id), .text(record.promptVersion), text(tuple?.prompt?.digest.hex), text(tuple?.tools?.id),
      text(tuple?.tools?.version), text(tuple?.tools?.digest.hex), tuple?.preprocess, text(tuple?.policy?.id),
      text(record.policyVersion), text(tuple?.policy?.digest.hex), text(tuple?.evalset?.id),
      .text(record.evalsetVersion), text(tuple?.evalset?.digest.hex), tuple?.checks, tuple?.programs,
      .text(record.modelRoute), tuple?.targets, tuple?.identity,
    ]
    let answered: [ExportTable.Value?] = [
      .text(candidate.target), text(candidate.answer.model.map(mask)), .truth(candidate.isFallback),
      RunExport.joined(candidate.hops.map(\.target)), .integer(candidate.tries), .text(candidate.source.rawValue),
      .finite(candidate.latency), .truth(candidate.latency == .infinity), .finite(candidate.timeToFirstToken),
      .finite(candidate.queued), number(usage?.input), number(usage?.output), number(usage?.total),
      .finite(candidate.cost), text(candidate.answer.finishReason?.rawValue), text(candidate.failure?.reason.rawValue),
    ]
    let judged: [ExportTable.Value?] = [
      schema.valid.map { .truth($0) }, text(schema.reason), .text(record.decision.action.rawValue),
      text(record.decision.rule), text(failed?.check.name), text(failed.map { mask($0.message.unsafeText) }),
      .truth(!record.waived.isEmpty), text(record.severity?.rawValue), text(record.cluster),
      RunExport.joined(record.tags.map(RunExport.named)), .text(record.location.path), .integer(record.location.line),
      .text(record.caseDigest.hex), .text(record.checksDigest.hex), text(record.outputDigest?.hex),
      .text(header.evalgateVersion),
    ]
    values = what + made + answered + judged
  }
}
