import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import EvalGateStore
import StrictJSON

/// Which decisions of a recorded run another policy would make otherwise.
struct PolicyDifference: Sendable {
  /// A recorded answer about which two policies say different things.
  struct Flip: Sendable {
    let suite: String
    let caseID: String
    let trial: Int
    let before: PolicyVerdict
    let after: PolicyVerdict
    /// Calls that are decided otherwise, where the whole is not.
    var changesAction: Bool { before.action != after.action }
  }

  let before: PolicyFile
  let after: PolicyFile
  private(set) var flips: [Flip] = []
  private(set) var compared = 0
  /// Recorded answers whose case is gone or was edited since, or that brought no output.
  private(set) var passedOver = 0
  /// Suites of the run that another policy decided: of them nothing flips when this one is changed.
  let leftOut: [(suite: String, policy: String)]

  /// - Parameter project: for what the cases declare; the suites that the old policy decided are looked at.
  init(from before: PolicyFile, to after: PolicyFile, on file: RunFile, of project: Project) throws {
    (self.before, self.after) = (before, after)
    let recorded = Dictionary(
      file.header.tuples.map { ($0.suite, $0.policy?.id) }, uniquingKeysWith: { first, _ in first })
    let suites = project.suites.filter { recorded[$0.name] == before.source.id }
    leftOut = file.header.tuples.compactMap { tuple in
      tuple.policy.flatMap { $0.id == before.source.id ? nil : (tuple.suite, $0.id) }
    }
    guard !suites.isEmpty else {
      throw Diagnostic(
        .unknownRule, "no suite of run \(file.header.id.prefix(7)) was decided by `\(before.source.id)`",
        help: "name a run of a suite with this policy by `--run`")
    }
    let places = Dictionary(
      suites.map { ($0.name, ($0.evalset.cases, $0.casePositions)) }, uniquingKeysWith: { first, _ in first })
    try file.forEachRecord { record in
      guard record.arm == .head, let (cases, positions) = places[record.suite] else { return }
      guard let position = positions[record.caseID], let candidate = record.candidate.standing,
        case let evalCase = try cases.evalCase(at: position), evalCase.digest == record.caseDigest
      else {
        passedOver += 1
        return
      }
      compare(candidate, of: record, evalCase)
    }
  }

  private mutating func compare(_ candidate: Candidate, of record: CaseRecord, _ evalCase: EvalCase) {
    compared += 1
    let proposal = Proposal(candidate: candidate, evalCase: evalCase, messages: record.messages)
    let (old, new) = (before.rules.decide(proposal), after.rules.decide(proposal))
    guard old.action != new.action || old.calls.map(\.outcome) != new.calls.map(\.outcome) else { return }
    flips.append(
      Flip(suite: record.suite, caseID: record.caseID, trial: record.trial, before: old, after: new))
  }

  /// Nothing compared is nothing known.
  var outcome: RunOutcome { compared == 0 ? .empty : .passed }

  func render(_ format: TableFormat, unicode: Bool) -> String {
    format == .json ? json.printed(.pretty) + "\n" : text(unicode)
  }

  private func text(_ unicode: Bool) -> String {
    let arrow = unicode ? "→" : "->"
    let rows = flips.map { flip in
      [
        Self.safe("\(flip.suite)/\(flip.caseID)" + (flip.trial > 1 ? " trial \(flip.trial)" : "")),
        said(flip.before, flip), arrow, said(flip.after, flip),
      ]
    }
    var counts: [String] = []
    for from in Action.allCases {
      for to in Action.allCases where from != to {
        let count = flips.count { $0.before.action == from && $0.after.action == to }
        if count > 0 { counts.append("\(Format.count(count)) \(from.rawValue) \(arrow) \(to.rawValue)") }
      }
    }
    let calls = flips.count { !$0.changesAction }
    if calls > 0 { counts.append("\(Format.count(calls)) in their calls alone") }
    let title = "\(before.source.id) \(before.source.version) \(arrow) \(after.source.id) \(after.source.version)\n"
    let all = Format.count(compared, "recorded answer")
    var summary = flips.isEmpty ? "nothing flips  \(all)" : "\(Format.count(flips.count)) of \(all) flip: "
    summary += counts.joined(separator: ", ")
    if passedOver > 0 {
      summary += " · \(Format.count(passedOver)) not compared: no output, or the case was edited since"
    }
    if !leftOut.isEmpty {
      let named = leftOut.map { "\($0.suite) (\($0.policy))" }.joined(separator: ", ")
      summary += " · decided by another policy and left out: \(Self.safe(named))"
    }
    return title + Columns.text(rows) + summary + "\n"
  }

  /// The name of a tool, which the model chose, with what either policy holds back masked.
  private func shown(_ tool: String) -> String { after.rules.masked(before.rules.masked(tool)) }

  private func said(_ verdict: PolicyVerdict, _ flip: Flip) -> String {
    guard flip.changesAction else {
      let words = verdict.calls.map { "\(shown($0.tool)) \($0.outcome.rawValue)" + ($0.rule.map { " by \($0)" } ?? "") }
      return Self.safe(words.joined(separator: ", "))
    }
    let why = [verdict.rule, verdict.reason].compactMap { $0 }.joined(separator: " ")
    return Self.safe(verdict.action.rawValue + (why.isEmpty ? "" : " by \(why)"))
  }

  private var json: JSONValue {
    func said(_ verdict: PolicyVerdict) -> JSONValue {
      var object: JSONObject = ["action": .string(verdict.action.rawValue)]
      if let rule = verdict.rule { object["rule_id"] = .string(rule) }
      if let reason = verdict.reason { object["reason_code"] = .string(reason) }
      object["calls"] = .array(
        verdict.calls.map { call in
          var object: JSONObject = ["tool": .string(shown(call.tool)), "outcome": .string(call.outcome.rawValue)]
          if let rule = call.rule { object["rule_id"] = .string(rule) }
          if let reason = call.reason { object["reason_code"] = .string(reason) }
          return .object(object)
        })
      return .object(object)
    }
    func version(_ file: PolicyFile) -> JSONValue {
      [
        "policy_id": .string(file.source.id), "policy_version": .string(file.source.version),
        "policy_sha256": .string(file.source.digest.hex),
      ]
    }
    return [
      "schema_version": 1, "old": version(before), "new": version(after),
      "counts": [
        "compared": .number(JSONNumber(compared)), "flipped": .number(JSONNumber(flips.count)),
        "not_compared": .number(JSONNumber(passedOver)),
      ],
      "left_out": .array(
        leftOut.map { ["suite": .string($0.suite), "policy_id": .string($0.policy)] }),
      "flips": .array(
        flips.map { flip in
          [
            "suite": .string(flip.suite), "scenario_id": .string(flip.caseID),
            "trial": .number(JSONNumber(flip.trial)), "old": said(flip.before), "new": said(flip.after),
          ]
        }),
    ]
  }

  private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text).excerpt(100)) }
}
