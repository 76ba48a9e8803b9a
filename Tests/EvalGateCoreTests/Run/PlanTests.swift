import EvalGateCore
import StrictJSON
import Testing

@Suite("plan")
struct PlanTests {
  private let cases = [
    evalCase("a", tags: ["x"]), evalCase("b", tags: ["y"]), evalCase("c", tags: ["x", "y"], trials: 3), evalCase("d"),
  ]

  private func ids(_ plan: Plan) -> [String] { plan.entries.indices.map { plan.header(of: $0).id } }

  @Test("suite by suite, case by case, trial by trial")
  func order() throws {
    let plan = Plan(project(try suite(cases), try suite(cases, name: "t")))
    #expect(ids(plan) == ["a", "b", "c", "c", "c", "d", "a", "b", "c", "c", "c", "d"])
    #expect(plan.entries.map(\.trial) == [1, 1, 1, 2, 3, 1, 1, 1, 1, 2, 3, 1])
    #expect(plan.count(in: 1) == 6)
    #expect(plan.mine == Array(0..<12))
  }

  @Test("trials: the flag, then the case, then the suite, then the set")
  func trials() throws {
    func count(_ flag: Int?, _ suiteTrials: Int?) throws -> [Int] {
      let plan = Plan(project(try suite(cases, trials: suiteTrials, setTrials: 2)), trials: flag)
      return ["a", "c"].map { id in ids(plan).count { $0 == id } }
    }
    #expect(try count(nil, nil) == [2, 3])
    #expect(try count(nil, 4) == [4, 3])
    #expect(try count(5, 4) == [5, 5])
  }

  @Test(
    "a selection takes any of its tags, any of its patterns, and its suites",
    arguments: [
      (Selection(), ["a", "b", "c", "d"]), (Selection(tags: ["x"]), ["a", "c"]),
      (Selection(tags: ["x", "y"]), ["a", "b", "c"]), (Selection(cases: ["[ab]"]), []),
      (Selection(cases: ["a", "d*"]), ["a", "d"]), (Selection(tags: ["y"], cases: ["c", "d"]), ["c"]),
      (Selection(suites: ["s"]), ["a", "b", "c", "d"]), (Selection(suites: ["other"]), []),
    ])
  func selection(selection: Selection, expected: [String]) throws {
    let plan = Plan(project(try suite(cases)), selection: selection, trials: 1)
    #expect(ids(plan) == expected)
  }

  @Test(
    "shards are a partition: every entry in exactly one, under both methods",
    arguments: [Shard.Method.slice, .hash], [1, 2, 3, 7, 40])
  func partition(method: Shard.Method, count: Int) throws {
    let many = (0..<53).map { evalCase("case-\($0)") }
    let all = project(try suite(many), try suite(cases, name: "t"))
    let plans = (1...count).map { Plan(all, trials: 2, shard: Shard(method: method, index: $0, count: count)) }
    let whole = Plan(all, trials: 2)
    #expect(plans.flatMap(\.mine).sorted() == whole.mine)
    #expect(plans.allSatisfy { $0.digest == whole.digest && $0.entries == whole.entries })
    if method == .slice {
      let sizes = plans.map(\.mine.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test("by hash, a case stays in its shard when others come and go, with all of its trials")
  func stable() throws {
    func mine(_ cases: [EvalCase]) throws -> Set<String> {
      let plan = Plan(project(try suite(cases)), trials: 3, shard: Shard(method: .hash, index: 1, count: 3))
      let taken = plan.mine.map { plan.header(of: $0).id }
      #expect(taken.count == 3 * Set(taken).count)
      return Set(taken)
    }
    let many = (0..<30).map { evalCase("case-\($0)") }
    #expect(try mine(Array(many.dropFirst(10))) == mine(many).subtracting((0..<10).map { "case-\($0)" }))
  }

  private func digest(
    _ cases: [EvalCase], prompt text: String = "prompt", name: String = "s", trials: Int = 1,
    checks: [String: Int] = ["saying": 1], model: String = "m", concurrency: Int = 4
  ) throws -> Digest {
    Plan(
      project(
        try suite(
          cases, name: name, prompt: try prompt(digest: text), setTrials: trials, concurrency: concurrency,
          checkRevisions: checks, identity: ["temperature": .string(model)]))
    ).digest
  }

  @Test("the digest is of everything that decides what is asked and how it is judged")
  func digestChanges() throws {
    let one = try digest(cases)
    let others = [
      try digest(Array(cases.reversed())), try digest(Array(cases.dropLast())), try digest(cases, prompt: "other"),
      try digest(cases, name: "t"), try digest(cases, trials: 2), try digest(cases, checks: ["saying": 2]),
      try digest(cases, model: "n"), try digest(Array(cases.dropLast()) + [evalCase("d", digest: "edited")]),
      try digest(Array(cases.dropLast()) + [evalCase("d", checksDigest: "edited")]),
      try digest(Array(cases.dropLast()) + [evalCase("e", digest: "d")]),
    ]
    #expect(Set(others + [one]).count == others.count + 1)
  }

  @Test("the digest is of nothing else: tags and limits do not make another plan")
  func digestStays() throws {
    let untagged = [evalCase("a"), evalCase("b"), evalCase("c", trials: 3), evalCase("d")]
    #expect(try digest(cases) == digest(untagged))
    #expect(try digest(cases) == digest(cases, concurrency: 1))
  }
}

@Suite("digests")
struct DigestTests {
  /// FIPS 180-2, appendix B, and the empty message.
  @Test(
    "SHA-256",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func vectors(text: String, hex: String) {
    let digest = Digest(of: text.utf8)
    #expect(digest.hex == hex)
    #expect(digest.description == "sha256:" + hex)
    #expect(digest.short == String(hex.prefix(7)))
    #expect(Digest(hex: hex) == digest)
  }

  @Test(
    "only 64 lower-case hexadecimal digits are a digest",
    arguments: [
      "", "e3b0", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
      String(repeating: "é", count: 32),
    ])
  func malformed(hex: String) {
    #expect(Digest(hex: hex) == nil)
  }

  @Test("one other byte anywhere among the digits makes it none", arguments: 0..<64)
  func oneOtherByte(place: Int) {
    let digits = Array("0123456789abcdef".utf8)
    for byte in UInt8.min...UInt8.max {
      var written = digits + digits + digits + digits
      written[place] = byte
      let digest = written.withUnsafeBufferPointer { Digest(hex: $0) }
      #expect(digest.map { Array($0.hex.utf8) } == (digits.contains(byte) ? written : nil))
    }
  }

  @Test("a stream gives the digest of its parts together")
  func stream() {
    var stream = DigestStream()
    stream.update(Array("a".utf8))
    stream.update([])
    stream.update(Array("bc".utf8))
    #expect(stream.digest == Digest(of: "abc".utf8))
  }

  /// RFC 8785: keys sorted, no white space; the digest of `{"a":1,"b":[true,null]}`.
  @Test("JSON is digested in its canonical form")
  func canonical() {
    #expect(Digest(of: ["b": [true, nil], "a": 1]) == Digest(of: #"{"a":1,"b":[true,null]}"#.utf8))
  }

  @Test("an output's digest is of its text alone, or of its text and calls without their ids")
  func output() {
    #expect(Answer(text: "abc").outputDigest == Digest(of: "abc".utf8))
    let call = ToolCall(id: "1", name: "f", argumentsText: "{}")
    let same = ToolCall(id: "2", name: "f", argumentsText: "{}")
    let other = ToolCall(id: "1", name: "f", argumentsText: "{ }")
    #expect(Answer(toolCalls: [call]).outputDigest == Answer(toolCalls: [same]).outputDigest)
    #expect(Answer(toolCalls: [call]).outputDigest != Answer(toolCalls: [other]).outputDigest)
  }

  @Test("a request's digest is of what a model sees, and of the case only where a program sees it")
  func request() {
    var request = GenerationRequest(messages: [Message(.user, "hi")], caseID: "a", variables: ["x": 1])
    let digest = request.digest(adapter: "openai", model: "m")
    request.caseID = "b"
    #expect(request.digest(adapter: "openai", model: "m") == digest)
    #expect(
      request.digest(adapter: "openai", model: "m", withCase: true) != digest)
    #expect(request.digest(adapter: "openai", model: "n") != digest)
    request.messages[0].text = "ho"
    #expect(request.digest(adapter: "openai", model: "m") != digest)
  }

  @Test("a request's digest is the one of its canonical form, whatever is in it")
  func requestForm() {
    let call = ToolCall(id: "c", name: "f", argumentsText: #"{"a":"\u00e9"}"#)
    let picture = ImageFile(mediaType: "image/png", bytes: [1, 2])
    let messages = [
      Message(.system, "be \"brief\"\n"), Message(.user, "hé", images: [picture]),
      Message(
        .assistant, "", toolCalls: [call], continuation: Continuation(form: "gemini", items: [["z": 1, "a": 2]])),
      Message(.tool, "42", toolCallID: "c", toolName: "f"),
    ]
    let tool = ToolDefinition(name: "f", description: "d", parameters: ["type": "object"], strict: true)
    let request = GenerationRequest(
      messages: messages, tools: [tool], parameters: ["top_p": 1, "stop": ["x"]], outputSchema: ["type": "string"],
      caseID: "k", variables: ["b": 1, "a": 2])
    let whole: JSONValue = [
      "tools": [tool.json], "revisions": ["code": "1"], "parameters": .object(request.parameters),
      "output_schema": ["type": "string"], "model": "m", "messages": .array(messages.map(\.json)),
      "case": ["vars": .object(request.variables), "id": "k"], "adapter": "exec",
    ]
    #expect(
      request.digest(adapter: "exec", model: "m", revisions: ["code": "1"], withCase: true) == Digest(of: whole))
    let plain = GenerationRequest(messages: [Message(.user, "hi")])
    #expect(
      plain.digest(adapter: "a", model: "m")
        == Digest(of: ["adapter": "a", "model": "m", "messages": [plain.messages[0].json], "parameters": [:]]))
  }
}
