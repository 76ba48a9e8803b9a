import EvalGateConfig
import EvalGateCore
import Testing

/// What of a route belongs to the version of a suite.
@Suite("the version of a route")
struct RouteVersionTests {
  /// Every key that a route takes beside its targets, written as nobody has it.
  private static let edits = [
    "allow_fallback": "true", "race": "true", "timeout": "30ms", "deadline": "2s", "hedge": "{ after: 1s }",
    "degrade": "queue", "breaker": "{ error_rate: 10% }", "retry": "{ attempts: 1 }", "limits": "{ concurrency: 1 }",
    "budget": "{ tokens: 9 }",
  ]

  private static func route(_ keys: [String: String], targets: Int = 2) async throws -> Suite {
    let models = (0..<targets).map { "{ provider: openai, model: m\($0) }" }.joined(separator: ", ")
    let rest = keys.sorted { $0.key < $1.key }.map { ", \($0.key): \($0.value)" }.joined()
    return try await load(
      files([
        "evalgate.yml": "version: 1\nroutes: { r: { targets: [\(models)]\(rest) } }\ndefaults: { route: r }\n"
      ])
    ).suites[0]
  }

  @Test("every key of a route is looked at here, so that none is forgotten")
  func complete() async throws {
    let told = await diagnostics(
      files(["evalgate.yml": "version: 1\nroutes: { r: { targets: [{ provider: echo }], zz: 1 } }\n"]))
    let known = try #require(told.first?.help.first).split(separator: "`").enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    #expect(Set(known) == Set(Self.edits.keys).union(["targets"]))
  }

  @Test(
    "where another target than the first may answer, every key is part of the version and named", arguments: edits.keys)
  func picks(key: String) async throws {
    let before = key == "allow_fallback" ? [:] : ["allow_fallback": "true"]
    let edit = [key: Self.edits[key] ?? ""]
    let (old, new) = (
      try await Self.route(before), try await Self.route(before.merging(edit) { $1 })
    )
    #expect(!old.tuple.isSameVersion(as: new.tuple) && old.tuple.digest != new.tuple.digest)
    #expect(old.route.conduct != new.route.conduct)
    let change = TupleChange.between(old.tuple, new.tuple).first
    #expect(change?.element == .route && change?.to?.contains(key) == true, "\(change?.to ?? "")")
    #expect(change?.from == "none", "\(change?.from ?? "")")
    #expect(new.mixable(since: old) == [.route])
  }

  @Test("where only the first one can, who answers does not hang on them", arguments: edits.keys)
  func first(key: String) async throws {
    guard key != "allow_fallback" else { return }
    let edit = [key: Self.edits[key] ?? ""]
    for (before, targets) in [([:], 2), (["allow_fallback": "true"], 1)] as [([String: String], Int)] {
      let (old, new) = (
        try await Self.route(before, targets: targets),
        try await Self.route(before.merging(edit) { $1 }, targets: targets)
      )
      #expect(old.tuple.digest == new.tuple.digest)
      // Whether there is an answer may hang on them all the same.
      #expect(old.route.conduct != new.route.conduct)
    }
  }

  @Test("one target may stand for several behind a gateway")
  func gateway() async throws {
    let (old, new) = (
      try await Self.route([:], targets: 1), try await Self.route(["allow_fallback": "true"], targets: 1)
    )
    #expect(!old.tuple.isSameVersion(as: new.tuple))
  }

  @Test("what a command line says is no edit of the files, but for a race")
  func flags() async throws {
    let suite = try await Self.route(["allow_fallback": "true", "timeout": "2s"])
    func tuple(_ route: Route) -> RunTuple { suite.with(route: route).tuple }
    #expect(tuple(suite.route.with(concurrency: 3, timeout: 5)).digest == suite.tuple.digest)
    #expect(tuple(suite.route.with(race: true)).digest != suite.tuple.digest)
  }
}
