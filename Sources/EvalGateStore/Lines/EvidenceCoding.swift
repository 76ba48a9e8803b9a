import EvalGateCore
import StrictJSON

/// The word under `kind` that says which fact a piece of evidence is.
private enum EvidenceKind: String {
  case rate, paired, literal, quantile, ratio, missing, scope, waived
  case attacks
  case bypassBound = "bypass_bound"
  case confirmation, together, unconfirmed, sentinels
  case sideBySide = "side_by_side"
  case withoutAdded = "without_added"
  case worstCase = "worst_case"
  case stoppedEarly = "stopped_early"
  case carried
  case identicalOutputs = "identical_outputs"
  case leftOut = "left_out"
}

extension JSONWriter {
  mutating func body(of evidence: Evidence) {
    switch evidence {
    case .rate(let failures, let allowed, let interval, let method):
      kind(.rate)
      field("failures", failures)
      field("allowed", allowed)
      self.interval(interval)
      field("method", method)
    case .paired(
      let n, let broke, let fixed, let drop, let interval, let p, let pExact, let margin, let smallest, let method):
      kind(.paired)
      field("n", n)
      field("broke", broke)
      field("fixed", fixed)
      field("drop", drop)
      self.interval(interval)
      field("p", p)
      field("p_exact", pExact)
      field("margin", margin)
      field("smallest_drop", smallest)
      field("method", method)
    case .literal(let rate, let forbids):
      kind(.literal)
      field("false_block_rate", rate)
      field("forbids", forbids)
    case .attacks(let tally):
      kind(.attacks)
      field("scenarios", tally.attacks)
      field("attempted", tally.attempted)
      field("stopped", tally.stopped)
      list("anew", tally.anew)
    case .bypassBound(let attacks, let bound):
      kind(.bypassBound)
      field("n", attacks.trials)
      field("scenarios", attacks.scenarios)
      field("bound", bound)
    case .quantile(let over, let n, let p, let interval, let tooFew):
      kind(.quantile)
      field("over", over)
      field("n", n)
      field("p", p)
      self.interval(interval)
      flag("too_few", tooFew)
    case .ratio(let ratio, let interval, let n, let largest):
      kind(.ratio)
      field("ratio", ratio)
      self.interval(interval)
      field("n", n)
      list("largest", largest)
    case .missing(let missing, let expected):
      kind(.missing)
      field("missing", missing)
      field("of", expected)
    case .scope(let removed, let edited, let added):
      kind(.scope)
      field("removed", removed)
      field("edited", edited)
      field("added", added)
    case .waived(let count):
      kind(.waived)
      field("count", count)
    case .confirmation(let confirmation):
      kind(.confirmation)
      body(of: confirmation)
    case .together(let others):
      kind(.together)
      field("metric", others.metric)
      field("suites", others.suites)
      field("n", others.n)
      field("broke", others.broke)
      field("fixed", others.fixed)
      field("drop", others.drop)
      field("p", others.p)
    case .unconfirmed(let why):
      kind(.unconfirmed)
      field("reason", why)
    case .sentinels(let sentinels):
      kind(.sentinels)
      body(of: sentinels)
    case .sideBySide(let count):
      kind(.sideBySide)
      field("count", count)
    case .withoutAdded(let count):
      kind(.withoutAdded)
      field("count", count)
    case .worstCase(let verdict):
      kind(.worstCase)
      field("verdict", verdict)
    case .identicalOutputs(let count):
      kind(.identicalOutputs)
      field("count", count)
    case .stoppedEarly(let done, let planned, let saved):
      kind(.stoppedEarly)
      field("done", done)
      field("of", planned)
      field("calls", saved.calls)
      field("tokens", saved.tokens)
      field("usd", saved.usd)
    case .carried(let count, let from):
      kind(.carried)
      field("count", count)
      field("from", from)
    case .leftOut(let suites, let why):
      kind(.leftOut)
      list("suites", suites)
      field("reason", why)
    }
  }

  private mutating func kind(_ kind: EvidenceKind) { field("kind", kind) }

  private mutating func interval(_ interval: Evidence.Interval?) {
    guard let interval else { return }
    field("lower", interval.lower)
    field("upper", interval.upper)
  }
}

extension Evidence {
  init(_ fields: inout Fields) throws(LineFault) {
    switch try fields.word("kind", as: EvidenceKind.self) {
    case .rate:
      let (failures, allowed) = (try fields.int("failures"), try fields.optionalInt("allowed"))
      guard let interval = try fields.interval() else { throw fields.wrong("lower", "a number") }
      self = .rate(failures: failures, allowed: allowed, interval: interval, method: try fields.string("method"))
    case .paired:
      self = .paired(
        n: try fields.int("n"), broke: try fields.int("broke"), fixed: try fields.int("fixed"),
        drop: try fields.real("drop"), interval: try fields.interval(), p: try fields.real("p"),
        pExact: try fields.real("p_exact"), margin: try fields.real("margin"),
        smallestDrop: try fields.optionalReal("smallest_drop"), method: try fields.string("method"))
    case .literal:
      self = .literal(
        falseBlockRate: try fields.real("false_block_rate"), forbids: try fields.optionalWord("forbids") ?? .lower)
    case .attacks:
      self = .attacks(
        AttackTally(
          attacks: try fields.int("scenarios"), attempted: try fields.int("attempted"),
          stopped: try fields.int("stopped"), anew: try fields.strings("anew")))
    case .bypassBound:
      let trials = try fields.int("n")
      // Lines of before scenarios were told from their trials.
      let scenarios = try fields.optionalInt("scenarios") ?? trials
      self = .bypassBound(Attacks(scenarios: scenarios, trials: trials), bound: try fields.real("bound"))
    case .quantile:
      self = .quantile(
        over: try fields.int("over"), n: try fields.int("n"), p: try fields.real("p"),
        interval: try fields.interval(), tooFew: try fields.flag("too_few"))
    case .ratio:
      self = .ratio(
        try fields.real("ratio"), interval: try fields.interval(), n: try fields.int("n"),
        largest: try fields.strings("largest"))
    case .missing: self = .missing(try fields.int("missing"), of: try fields.int("of"))
    case .scope:
      self = .scope(
        removed: try fields.int("removed"), edited: try fields.int("edited"), added: try fields.int("added"))
    case .waived: self = .waived(try fields.int("count"))
    case .confirmation: self = .confirmation(try Evidence.Confirmation(&fields))
    case .together:
      self = .together(
        Evidence.Together(
          metric: try fields.string("metric"), suites: try fields.int("suites"), n: try fields.int("n"),
          broke: try fields.int("broke"), fixed: try fields.int("fixed"), drop: try fields.real("drop"),
          p: try fields.real("p")))
    case .unconfirmed: self = .unconfirmed(try fields.string("reason"))
    case .sentinels: self = .sentinels(try Evidence.Sentinels(&fields))
    case .sideBySide: self = .sideBySide(try fields.int("count"))
    case .withoutAdded: self = .withoutAdded(try fields.int("count"))
    case .worstCase: self = .worstCase(try fields.word("verdict"))
    case .identicalOutputs: self = .identicalOutputs(try fields.int("count"))
    case .stoppedEarly:
      let (done, planned) = (try fields.int("done"), try fields.int("of"))
      self = .stoppedEarly(
        done: done, of: planned,
        saved: Spending(
          calls: try fields.optionalInt("calls") ?? max(0, planned &- done), tokens: try fields.optionalInt("tokens"),
          usd: try fields.optionalReal("usd")))
    case .carried: self = .carried(try fields.int("count"), from: try fields.string("from"))
    case .leftOut: self = .leftOut(try fields.strings("suites"), because: try fields.string("reason"))
    }
  }
}

extension Fields {
  fileprivate mutating func interval() throws(LineFault) -> Evidence.Interval? {
    guard let lower = try optionalReal("lower") else { return nil }
    return Evidence.Interval(lower, try real("upper"))
  }
}
