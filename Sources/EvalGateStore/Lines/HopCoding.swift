import EvalGateCore
import StrictJSON

/// The way to an answer and what was asked beside it. Both are left out where there is nothing to say: one target that answered at
/// its first try, and no second route.
extension JSONWriter {
  mutating func body(of hop: Hop) {
    field("target", hop.target)
    field("role", hop.role)
    field("tries", hop.tries)
    if hop.uncounted > 0 { field("uncounted", hop.uncounted) }
    if let booked = hop.booked { body(of: booked) }
    if let failure = hop.failure { field("failure", failure) }
    field("status", hop.status)
    if let failure = hop.firstFailure { field("first_failure", failure) }
    field("latency_ms", milliseconds: hop.latency)
    if hop.waited > 0 { field("waited_ms", milliseconds: hop.waited) }
  }

  mutating func body(of booked: Booked) {
    field("booked_tokens", booked.tokens)
    field("booked_usd", booked.usd)
  }

  mutating func body(of before: SpentBefore) {
    field("tokens", before.known.tokens)
    field("usd", before.known.usd)
    if before.known.uncounted > 0 { field("uncounted", before.known.uncounted) }
    body(of: before.booked)
  }

  mutating func body(of shadow: ShadowAnswer) {
    field("route", shadow.route)
    field("target", shadow.target)
    if let passFail = shadow.passFail { field("pass_fail", passFail) }
    if shadow.source != .live { field("source", shadow.source) }
    field("latency_ms", milliseconds: shadow.latency)
    field("cost_usd", shadow.cost)
    if shadow.uncounted > 0 { field("uncounted", shadow.uncounted) }
    if let booked = shadow.booked { body(of: booked) }
    if let before = shadow.before { object("before") { $0.body(of: before) } }
    if let failure = shadow.failure { object("failure") { $0.body(of: failure) } }
    object("answer") { $0.body(of: shadow.answer) }
    list("earlier", shadow.earlier) { $0.body(of: $1) }
    if let messages = shadow.messages { list("messages", messages) { $0.body(of: $1) } }
  }
}

extension Hop {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      target: try fields.string("target"), role: try fields.word("role"), tries: try fields.int("tries"),
      uncounted: try fields.optionalCount("uncounted") ?? 0, failure: try fields.optionalWord("failure"),
      status: try fields.optionalInt("status"), firstFailure: try fields.optionalWord("first_failure"),
      latency: try fields.optionalReal("latency_ms"), waited: try fields.optionalReal("waited_ms") ?? 0)
    booked = try Booked(&fields)
  }
}

extension Booked {
  /// Nil where nothing is said of it.
  fileprivate init?(_ fields: inout Fields) throws(LineFault) {
    let (tokens, usd) = (try fields.optionalTokens("booked_tokens"), try fields.optionalReal("booked_usd"))
    guard tokens != nil || usd != nil else { return nil }
    self.init(tokens: tokens ?? 0, usd: usd ?? 0)
  }
}

extension SpentBefore {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      known: Spending(
        tokens: try fields.optionalTokens("tokens"), usd: try fields.optionalReal("usd"),
        uncounted: try fields.optionalCount("uncounted") ?? 0),
      booked: try Booked(&fields) ?? Booked())
  }
}

extension ShadowAnswer {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      route: try fields.string("route"), target: try fields.string("target"),
      latency: try fields.optionalReal("latency_ms"), cost: try fields.optionalReal("cost_usd"),
      passFail: try fields.optionalWord("pass_fail"))
    source = try fields.optionalWord("source") ?? .live
    uncounted = try fields.optionalCount("uncounted") ?? 0
    booked = try Booked(&fields)
    if var before = try fields.optionalObject("before") { self.before = try SpentBefore(&before) }
    if var failure = try fields.optionalObject("failure") { self.failure = try GenerationFailure(&failure) }
    var answer = try fields.object("answer")
    self.answer = try Answer(&answer)
    earlier = try fields.list("earlier") { fields throws(LineFault) in try Answer(&fields) }
    let messages = try fields.list("messages") { fields throws(LineFault) in try Message(&fields) }
    self.messages = messages.isEmpty ? nil : messages
  }
}

extension Candidate {
  /// Whether the way to the answer is more than its first target's first try.
  var isWorthTelling: Bool {
    hops.count > 1 || hops.contains { $0.tries != 1 || $0.failure != nil || $0.booked != nil }
  }
}
