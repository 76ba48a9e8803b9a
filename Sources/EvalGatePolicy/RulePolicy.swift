public import EvalGateCore
import StrictJSON

/// A policy file, compiled: which calls are allowed, and what may not be said.
///
/// Pure and total: it ends with a verdict on any output, and the same output after the same run always gets the same one.
public struct RulePolicy: DecisionPolicy {
  /// What it is, for `evalgate explain`.
  public static let summary =
    "Allows, denies or has confirmed what tool calls propose, and rejects outputs in which detectors find what must not leave."

  var tools: [ToolRule]
  let sequences: [SequenceRule]
  let restricted: RestrictedDetector
  let trust: Trust
  let defaults: Defaults
  /// Its rules as they were written.
  public internal(set) var notes: [RuleNote] = []
  /// What in it may hold less than it seems to, as warnings.
  public internal(set) var advice: [Diagnostic] = []
  var scanner: Scanner
  /// The order of decisions: the first that denies a call is named. Rules of one kind are asked in the order of the file.
  var order: [any CallRule]

  init(
    defaults: Defaults, trust: Trust, tools: [ToolRule], sequences: [SequenceRule], restricted: RestrictedDetector,
    detectors: [any Detector]
  ) {
    self.tools = tools
    self.sequences = sequences
    self.restricted = restricted
    self.trust = trust
    self.defaults = defaults
    scanner = Scanner([restricted] + detectors.map { ($0 as? ChannelDetector)?.trusting(trust) ?? $0 })
    order = [
      ReadableArguments(otherwise: defaults.onParseError),
      ExplicitDenial(),
      KnownTool(otherwise: defaults.unknownTool),
      ArgumentCondition(hiding: restricted),
      EachCondition(restricted: restricted),
      DetectedArguments(),
      DetectorBudget(otherwise: defaults.onDetectorError),
      TaintCondition(trust: trust, restricted: restricted),
      SequenceCondition(sequences: sequences),
      LimitCondition(),
      ConfirmCondition(trust: trust, restricted: restricted),
    ]
  }

  /// The key for the HMACs of evidence, from the run; without one evidence is only masked.
  public var evidenceKey: EvidenceKey? {
    get { scanner.evidenceKey }
    set { scanner.evidenceKey = newValue }
  }

  /// The ids of the detectors it runs, in order.
  public var detectors: [DetectorID] { scanner.ids.filter { $0.name != "restricted" || !restricted.values.isEmpty } }

  /// Those of its detectors that need no run to find something, for scanning files: not what a case plants or declares.
  public var fileScanner: Scanner {
    let needsRun: Set = ["canary", "system_prompt", "sink"]
    return Scanner(
      scanner.detectors.filter { detector in
        !needsRun.contains(detector.id.name) && (detector.id.name != "restricted" || !restricted.values.isEmpty)
      }, evidenceKey: evidenceKey)
  }

  /// Decides about every call of the conversation and about every text of the model.
  public func decide(_ proposal: Proposal) -> PolicyVerdict {
    let report = report(on: proposal)
    let forbidden = proposal.evalCase.forbiddenWords
    var verdict = report.verdict
    verdict.seen = report.sightings(of: forbidden)
    verdict.blindSpots = report.blindSpots(for: forbidden)
    return verdict
  }

  /// The verdict with all that was found on the way.
  ///
  /// What a detector found is named before a denied call: the calls carry rules of their own, a leak has no other place. Of
  /// several restricted values the first in the file is named, of several denied calls the first one proposed.
  public func report(on proposal: Proposal) -> PolicyReport {
    let trace = Trace(proposal)
    let context = DetectionContext(proposal, trace)
    var report = PolicyReport(defaults)
    for (turn, channel, text) in proposal.spoken {
      report.add(scanner.scan(text, at: channel, context), inAnswer: turn)
    }
    judge(trace, proposal, context, &report)
    for (found, turn) in found(over: proposal.candidate, context, besides: report.detections) {
      report.add(found, inAnswer: turn)
    }
    report.conclude(restricted)
    return report
  }

  private func judge(_ trace: Trace, _ proposal: Proposal, _ context: DetectionContext, _ report: inout PolicyReport) {
    let taint = TaintedValues(trace, trust: trust, tools: tools)
    var confirmations = Confirmation.all(in: proposal.evalCase.setup)
    var state = RunState()
    for call in trace.calls where isJudged(call, proposal.tools) {
      let tool = CalledTool(call.call.name)
      let rules = tools.holding(for: tool)
      let likest = likest(of: confirmations, to: call, rules)
      let isConfirmed = confirm(call, rules, taint, &confirmations)
      if let index = call.index {
        let place = ProposedCall.Place(
          state: state, turn: call.turn, textsBefore: call.textsBefore, isConfirmed: isConfirmed,
          rest: call.arguments.flatMap { likest?.rest(of: $0) }, taint: taint)
        let proposed = ProposedCall(call, as: tool, rules: rules, policy: self, context: context, place: place)
        let answer = proposal.candidate.place(ofCall: index).answer
        if let within = call.within {
          let place = CallTexts.path(within.argumentSteps, hiding: restricted)
          report.add(proposed.report, at: place, inCall: index)
          report.add(objection(to: proposed)?.moved(into: place), toCall: index, inAnswer: answer)
        } else {
          report.add(proposed, index: index, inAnswer: answer, objection(to: proposed))
        }
      }
      state.note(call, as: tool, rules, sequences)
    }
  }

  /// What only looks like a call in the arguments of another is one where a rule names its tool, or speaks of it by a pattern and it may
  /// be a call by its keys or of a tool that was offered.
  private func isJudged(_ call: TracedCall, _ offered: [ToolDefinition]) -> Bool {
    guard let within = call.within, !within.isCertain else { return true }
    let rules = tools.holding(for: CalledTool(call.call.name)).filter { $0.tool.text != "*" }
    return rules.contains { $0.tool.exactName != nil } || !rules.isEmpty && within.mayCall(oneOf: offered)
  }

  /// Whether a confirmation covers a call. It covers no second one.
  private func confirm(
    _ call: TracedCall, _ rules: [ToolRule], _ taint: TaintedValues, _ confirmations: inout [Confirmation]
  ) -> Bool {
    func causes(in arguments: JSONValue) -> Set<String> {
      rules.reduce(into: []) { names, rule in
        names.formUnion(
          rule.causes(in: arguments, trust) { taint.taints($0, textsBefore: call.textsBefore, unless: $1) })
      }
    }
    guard let index = confirmations.firstIndex(where: { $0.covers(call, rules, causes: causes) }) else { return false }
    confirmations.remove(at: index)
    return true
  }

  /// The confirmation that covers a call, or most of one: what else stands in the call is what somebody has to be asked for.
  private func likest(of confirmations: [Confirmation], to call: TracedCall, _ rules: [ToolRule]) -> Confirmation? {
    let likenesses = confirmations.compactMap { confirmation in
      confirmation.likeness(to: call, rules).map { (confirmation, $0) }
    }
    return likenesses.max { $0.1 < $1.1 }?.0
  }

  /// Deny beats confirm beats allow; among equals the first in the order of decisions.
  private func objection(to call: ProposedCall) -> Objection? {
    var confirmable: Objection?
    for rule in order {
      guard let objection = rule.objection(to: call) else { continue }
      if !objection.isConfirmable { return objection }
      confirmable = confirmable ?? objection
    }
    return confirmable
  }
}

extension Proposal {
  /// What the model said, in order, with the answer it stands in and the name of the text.
  fileprivate var spoken: [(turn: Int, channel: TextChannel, text: String)] {
    var spoken: [(Int, TextChannel, String)] = []
    let answers = candidate.earlier + [candidate.answer]
    for (turn, answer) in answers.enumerated() {
      let place = turn == answers.count - 1 ? "" : "earlier[\(turn)]."
      for (kind, text) in [
        (TextChannel.Kind.text, answer.text), (.refusal, answer.refusal), (.reasoning, answer.reasoning),
      ] {
        if let text, !text.isEmpty { spoken.append((turn, TextChannel(kind, path: "\(place)\(kind.rawValue)"), text)) }
      }
    }
    return spoken
  }
}

extension DetectionContext {
  /// What a run tells detectors: the conversation, and what the case declares under `setup`.
  init(_ proposal: Proposal, _ trace: Trace) {
    let setup = proposal.evalCase.setup
    let prompts = trace.texts.filter { ["system", "developer"].contains($0.source) }.map(\.text)
    let declared = setup?["system"]?.stringValue.map { [$0] } ?? []
    self.init(
      systemPrompt: (prompts.isEmpty ? declared : prompts).joined(separator: "\n"),
      userTexts: trace.texts.filter { $0.source == "user" }.map { ViewedText($0.text) },
      toolTexts: trace.texts.filter { $0.source.hasPrefix("tool:") }.map { ViewedText($0.text) },
      audience: setup?["audience"]?.listedTexts ?? [], canaries: Canary.planted(by: setup),
      sink: setup?["sink"]?.stringValue.flatMap(OutputSink.init(rawValue:)))
  }
}
