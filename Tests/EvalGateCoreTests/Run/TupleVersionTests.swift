import EvalGateCore
import StrictJSON
import Testing

@Suite("whether two tuples are one version")
struct TupleVersionTests {
  private static func tuple(
    _ address: JSONObject? = nil, revisions: JSONObject? = nil, temperature: Int = 0
  ) -> RunTuple {
    var target: JSONObject = [
      "provider": "openai", "model": "m", "parameters": ["temperature": .number(JSONNumber(temperature))],
    ]
    if let address { target["address"] = .object(address) }
    let targets = JSONValue.array([.object(target)])
    var tuple = RunTuple(suite: "s")
    tuple.prompt = Versioned(id: "p", version: "1", digest: Digest(of: "p".utf8))
    tuple.route = RouteIdentity(
      name: "r", targets: ["openai/m"],
      identity: revisions.map { ["targets": targets, "revisions": ["openai/m": .object($0)]] } ?? targets)
    return tuple
  }

  private static let here: JSONObject = ["url": "http://here/v1"]
  private static let there: JSONObject = ["url": "http://there/v1"]
  private static let usual: JSONObject = ["url": "https://api.openai.com/v1", "usual": true]

  @Test("another address is another version, and named")
  func moved() {
    let (before, now) = (Self.tuple(Self.here), Self.tuple(Self.there))
    #expect(!before.isSameVersion(as: now) && !before.isAnotherRun(of: now))
    let change = TupleChange.between(before, now).first
    #expect(change?.from == "url http://here/v1" && change?.to == "url http://there/v1")
  }

  @Test("a long address is still named where it stands beside another setting")
  func both() {
    let change = TupleChange.between(Self.tuple(Self.here), Self.tuple(Self.there, temperature: 1)).first
    #expect(change?.to == #"parameters {"temperature":1}, url http://there/v1"#)
  }

  @Test("the service's own address, written or not, is one address, and another than a configured one")
  func usual() {
    let written: JSONObject = ["url": "https://api.openai.com/v1"]
    #expect(Self.tuple(Self.usual).isSameVersion(as: Self.tuple(written)))
    #expect(!Self.tuple(Self.usual).isSameVersion(as: Self.tuple(Self.here)))
  }

  @Test("what was written before addresses were is compared without, and proves nothing")
  func unknown() {
    let (before, now) = (Self.tuple(), Self.tuple(Self.here))
    #expect(before.isSameVersion(as: now) && now.isSameVersion(as: before))
    #expect(now.isAnotherRun(of: before) && before.isAnotherRun(of: now))
    #expect(TupleChange.between(before, now).isEmpty)
    #expect(!Self.tuple(temperature: 1).isAnotherRun(of: now))
    // The base's configuration still says where it was reached.
    #expect(before.located(by: now) == now && Self.tuple(Self.there).located(by: now) == Self.tuple(Self.there))
    #expect(Self.tuple(temperature: 1).located(by: now) == Self.tuple(temperature: 1))
  }

  @Test("another variable of the key is another version, and named, where both sides say it")
  func key() {
    func tuple(_ key: JSONValue?) -> RunTuple {
      var address = Self.here
      address["api_key_env"] = key
      return Self.tuple(address)
    }
    let (before, now) = (tuple("KEY_A"), tuple("KEY_B"))
    #expect(!before.isSameVersion(as: now) && !before.isAnotherRun(of: now))
    let change = TupleChange.between(before, now).first
    #expect(change?.from == "api_key_env KEY_A" && change?.to == "api_key_env KEY_B")
    #expect(tuple(nil).isSameVersion(as: now) && now.isAnotherRun(of: tuple(nil)))
    #expect(TupleChange.between(tuple(nil), now).isEmpty)
    #expect(tuple(nil).located(by: before) == before)
  }

  @Test("where no address is configured the digest is what it was before addresses were written down")
  func digest() {
    #expect(Self.tuple(Self.usual).digest == Self.tuple().digest)
    #expect(Self.tuple(Self.here).digest != Self.tuple().digest)
  }

  @Test("the files of a program are compared where both sides have them")
  func files() {
    let old = Self.tuple(revisions: ["code": "1"])
    let (before, now) = (
      Self.tuple(revisions: ["code": "1", "program": "aa"]), Self.tuple(revisions: ["code": "1", "program": "bb"])
    )
    #expect(!before.isSameVersion(as: now) && !before.isAnotherRun(of: now))
    #expect(old.isSameVersion(as: now) && now.isSameVersion(as: old) && old.isAnotherRun(of: now))
    #expect(!Self.tuple(revisions: ["code": "2"]).isSameVersion(as: now))
    // Any other revision that one side names and the other does not is a difference, as ever.
    #expect(!Self.tuple(revisions: ["code": "1", "prompt": "4"]).isSameVersion(as: now))
  }

  @Test("a program's revision says more than that its files are others")
  func words() {
    let before = Self.tuple(revisions: ["code": "1", "program": "aa"])
    let bumped = TupleChange.between(before, Self.tuple(revisions: ["code": "2", "program": "bb"])).first
    #expect(bumped?.from == "code 1" && bumped?.to == "code 2")
  }

  @Test("the words of a command name files wherever they stand in it")
  func named() {
    #expect(
      ProjectPath.named(by: ["sh", "-c", "exec python3 'lib/app.py'; x"], in: "svc")
        == [
          "svc/sh", "svc/-c", "svc/exec python3 'lib/app.py'; x", "svc/exec", "svc/python3", "svc/lib/app.py", "svc/x",
        ])
    #expect(ProjectPath.named(by: ["./run", "--conf=../c.yml", "/etc/passwd"], in: "svc").contains("c.yml"))
    #expect(ProjectPath.named(by: ["../../out", "/etc/passwd"], in: "svc").isEmpty)
  }
}
