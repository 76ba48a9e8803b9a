import EvalGateCore
import StrictJSON

extension JSONWriter {
  /// What fresh runs came to and why they were made.
  mutating func body(of confirmation: Evidence.Confirmation) {
    field("suite", confirmation.suite)
    field("form", confirmation.form)
    object("shares") { writer in
      writer.field("sequence", confirmation.shares.sequence)
      writer.field("together", confirmation.shares.together)
      writer.field("whole", confirmation.shares.whole)
    }
    field("trigger", confirmation.trigger)
    list("cases", confirmation.cases)
    field("worse", confirmation.worse)
    field("better", confirmation.better)
    field("rounds", confirmation.rounds)
    field("pairs", confirmation.pairs)
    object("base") { $0.body(of: confirmation.base) }
    object("head") { $0.body(of: confirmation.head) }
    field("anytime_p", confirmation.anytimeP)
    field("p", confirmation.p)
    if let full = confirmation.full {
      object("full") { writer in
        writer.field("n", full.n)
        writer.field("rounds", full.rounds)
        writer.field("broke", full.broke)
        writer.field("fixed", full.fixed)
        writer.field("p", full.p)
      }
    }
    field("gate_p", confirmation.gateP)
  }
}

extension JSONWriter {
  /// What the base version answered to cases that were picked at random.
  mutating func body(of sentinels: Evidence.Sentinels) {
    field("suite", sentinels.suite)
    field("cases", sentinels.cases)
    if sentinels.isAll { field("all", true) }
    object("stored") { $0.body(of: sentinels.stored) }
    object("now") { $0.body(of: sentinels.now) }
    field("p", sentinels.p)
  }
}

extension Evidence.Sentinels {
  init(_ fields: inout Fields) throws(LineFault) {
    let (suite, cases) = (try fields.string("suite"), try fields.int("cases"))
    let isAll = try fields.flag("all")
    var stored = try fields.object("stored")
    var now = try fields.object("now")
    self.init(
      suite: suite, cases: cases, isAll: isAll, stored: try Measure(&stored), now: try Measure(&now),
      p: try fields.real("p"))
  }
}

extension Evidence.Confirmation {
  init(_ fields: inout Fields) throws(LineFault) {
    let suite = try fields.string("suite")
    let form = try fields.word("form", as: ConfirmForm.self)
    var parts = try fields.object("shares")
    let shares = Shares(
      sequence: try parts.optionalReal("sequence"), together: try parts.real("together"),
      whole: try parts.optionalReal("whole"))
    let trigger = try fields.word("trigger", as: Trigger.self)
    let cases = try fields.strings("cases")
    let (worse, better, rounds) = (try fields.int("worse"), try fields.int("better"), try fields.int("rounds"))
    var base = try fields.object("base")
    var head = try fields.object("head")
    let anytimeP = try fields.optionalReal("anytime_p")
    let p = try fields.optionalReal("p")
    var full: FullRun?
    if var run = try fields.optionalObject("full") {
      full = FullRun(
        n: try run.int("n"), rounds: try run.int("rounds"), broke: try run.int("broke"), fixed: try run.int("fixed"),
        p: try run.real("p"))
    }
    self.init(
      suite: suite, form: form, shares: shares, trigger: trigger, cases: cases, worse: worse, better: better,
      rounds: rounds, pairs: try fields.optionalInt("pairs") ?? cases.count &* rounds,
      base: try Measure(&base), head: try Measure(&head), anytimeP: anytimeP, p: p, full: full,
      gateP: try fields.real("gate_p"))
  }
}
