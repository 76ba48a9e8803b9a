import EvalGateCore
import StrictJSON
import Testing

@Suite("comparison")
struct ComparisonTests {
  @Test("broke, fixed, removed, added and edited")
  func kinds() {
    let before = [
      outcome("same", [.pass]), outcome("broke", [.pass]), outcome("fixed", [.fail]), outcome("gone", [.pass]),
      outcome("edited", [.pass], digest: "1"), outcome("rechecked", [.pass], checks: "1"),
    ]
    let after = [
      outcome("new", [.fail]), outcome("rechecked", [.fail], checks: "2"), outcome("edited", [.fail], digest: "2"),
      outcome("fixed", [.pass]), outcome("broke", [.fail]), outcome("same", [.pass]),
    ]
    let comparison = comparison(before, after)
    #expect(comparison.pairs.map(\.after.id) == ["fixed", "broke", "same"])
    #expect(comparison.broke.map(\.after.id) == ["broke"])
    #expect(comparison.fixed.map(\.after.id) == ["fixed"])
    #expect(comparison.removed == ["gone"])
    #expect(comparison.added == ["new"])
    #expect(comparison.edited == ["rechecked", "edited"])
  }

  @Test("a planned case without a result yet has not been removed")
  func planned() {
    let before = [outcome("a", [.pass]), outcome("b", [.pass]), outcome("c", [.pass])]
    let comparison = Comparison(
      suite: "s", outcomes: [outcome("a", [.pass])], planned: ["a", "b"], tuple: RunTuple(suite: "s"),
      baseline: baseline(before), isSafety: false)
    #expect(comparison.removed == ["c"])
  }

  @Test("a case that was not judged neither broke nor was fixed")
  func errors() {
    let comparison = comparison(
      [outcome("a", [.pass]), outcome("b", [.error])], [outcome("a", [.error]), outcome("b", [.pass])])
    #expect(comparison.broke.isEmpty)
    #expect(comparison.fixed.isEmpty)
  }

  @Test("a case holds by most of its trials, and in a safety suite by all", arguments: [(false, 0), (true, 1)])
  func majority(isSafety: Bool, broke: Int) {
    let comparison = comparison(
      [outcome("a", many(3, .pass))], [outcome("a", [.pass, .pass, .fail])], isSafety: isSafety)
    #expect(comparison.broke.count == broke)
  }

  @Test("half of the trials is no majority")
  func half() {
    #expect(outcome("a", [.pass, .fail]).majority == false)
    #expect(outcome("a", [.error]).majority == nil)
    #expect(outcome("a", []).allPassed == false)
  }

  private func version(_ version: String, _ digest: String, id: String = "p") -> Versioned {
    Versioned(id: id, version: version, digest: Digest(of: digest.utf8))
  }

  @Test("what changed in the tuple, in the order of the pipeline")
  func changes() {
    var from = RunTuple(suite: "s")
    from.prompt = version("13", "a")
    from.policy = version("6", "b")
    from.checks = ["label": 1, "gone": 1]
    from.route = RouteIdentity(name: "r", targets: ["echo/m"], reportedModels: ["m-1"])
    var to = from
    to.prompt = version("14", "c")
    to.tools = version("2", "t", id: "tools")
    to.preprocess = ["trim@1"]
    to.policy = version("6", "d")
    to.checks = ["label": 2, "new": 1]
    to.route = RouteIdentity(name: "r", targets: ["echo/n"], reportedModels: ["n-1"])
    let changes = TupleChange.between(from, to, notes: [.prompt: "shorter"])
    #expect(changes.map(\.element) == [.prompt, .tools, .preprocess, .policy, .checks, .route, .model])
    #expect(changes[0] == TupleChange(element: .prompt, id: "p", from: "13", to: "14", note: "shorter"))
    #expect(changes[1].from == nil)
    // One version for two contents: the digests stand in.
    #expect(changes[3].from == Digest(of: "b".utf8).short)
    #expect(changes[3].to == Digest(of: "d".utf8).short)
    #expect(changes[4] == TupleChange(element: .checks, id: "label", from: "1", to: "2"))
  }

  @Test("a new version name for the same content is no change, and equal tuples have none")
  func renamed() {
    var from = RunTuple(suite: "s")
    from.prompt = version("13", "a")
    var to = from
    #expect(TupleChange.between(from, to).isEmpty)
    to.prompt = version("14", "a")
    #expect(TupleChange.between(from, to).isEmpty)
  }

  @Test("other parameters of the same target are a change of the route, which says which ones")
  func parameters() {
    let targets: JSONValue = [["provider": "echo", "temperature": 0, "seed": 7]]
    let change = routeChange(targets, [["provider": "echo", "temperature": 1]])
    #expect(change?.from == "temperature 0, seed 7")
    #expect(change?.to == "temperature 1")
    let several = routeChange([["a": 1, "b": 1, "c": 1, "d": 1]], [["a": 2, "b": 2, "c": 2, "d": 2]])
    #expect(several?.to == "a 2, b 2, c 2, …")
  }

  @Test("other revisions of a program behind the route are what changed, and not its parameters")
  func revisions() {
    func identity(_ code: String) -> JSONValue {
      [
        "targets": [["command": ["python3", "app.py"]]], "revisions": ["exec": ["code": .string(code), "prompt": "4"]],
      ]
    }
    let change = routeChange(identity("1"), identity("2"))
    #expect(change?.from == "code 1")
    #expect(change?.to == "code 2")
  }

  private func routeChange(_ from: JSONValue, _ to: JSONValue) -> TupleChange? {
    var (before, after) = (RunTuple(suite: "s"), RunTuple(suite: "s"))
    before.route = RouteIdentity(name: "r", targets: ["exec"], identity: from)
    after.route = RouteIdentity(name: "r", targets: ["exec"], identity: to)
    return TupleChange.between(before, after).first
  }

  @Test("equal tuples have equal digests, whatever the suite and the models reported")
  func tupleDigest() {
    var tuple = RunTuple(suite: "s")
    tuple.prompt = version("13", "a")
    tuple.route = RouteIdentity(name: "r", targets: ["echo/m"])
    var same = tuple
    same.suite = "t"
    same.prompt = version("14", "a")
    same.route?.reportedModels = ["m-2"]
    #expect(same.digest == tuple.digest)
    same.preprocess = ["trim@1"]
    #expect(same.digest != tuple.digest)
  }
}
