import StrictJSON
import Synchronization
import Testing

/// A process that is killed without warning, again and again, wherever it happens to be.
///
/// Each test drives one run to its end through many deaths and holds the questions that were really asked against what the
/// journal held at each of them.
@Suite("runs that are killed", .enabled("python3 is not installed", KilledRun.hasPython))
struct KilledRunTests {
  @Test("whatever is killed when, nothing finished is lost or asked twice", arguments: [1, 2, 3])
  func program(seed: UInt64) async throws {
    let run = try KilledRun(Self.programs(), seed: seed)
    try await run.toItsEnd { try run.project.read("asked.txt") }
  }

  @Test("a service is not asked twice either", arguments: [4, 5])
  func service(seed: UInt64) async throws {
    let log = Asked()
    try await LoopbackModel.serving({ prompt in
      log.add("provider \(prompt)#1")
      return .text("billing")
    }) { model in
      let target = "{ provider: openai, base_url: \"\(model.url)\", model: m, api_key_env: KEY }"
      let run = try KilledRun(Self.files(target: target, more: ""), seed: seed)
      try await run.toItsEnd { log.text }
    }
  }

  @Test("a recorded run that was killed and finished is replayed to its own results")
  func recorded() async throws {
    let run = try KilledRun(Self.programs(), seed: 6, mode: "record")
    let finished = try await run.toItsEnd { try run.project.read("asked.txt") }
    let replay = try await run.project.evalgate("run", "--mode", "replay", "--save", "replayed.jsonl").run
    #expect(replay.code == 0, "\(replay.error)\(replay.output)")
    #expect(try KilledRun.answers(run.project.read("replayed.jsonl")) == KilledRun.answers(finished))
  }

  @Test("a replay that was killed and finished is the same bytes as one that was not", arguments: [7, 8])
  func replayed(seed: UInt64) async throws {
    let project = try TemporaryProject(Self.programs())
    _ = try await project.evalgate("run", "--mode", "record", "--quiet")
    let whole = try await project.evalgate("run", "--mode", "replay", "--save", "whole.jsonl").run
    #expect(whole.code == 0, "\(whole.error)")
    let run = KilledRun(project, seed: seed, mode: "replay", longest: 0.15)
    let finished = try await run.toItsEnd(countsQuestions: false) { "" }
    #expect(finished == (try project.read("whole.jsonl")))
  }

  /// A program that answers, and one that decides. Both take a moment over it, so that several questions are on their way.
  private static func programs() -> [String: String] {
    files(target: "{ provider: exec, command: [python3, app.py] }", more: "policy: { exec: [python3, app.py] }")
      .merging([
        "asked.txt": "",
        "app.py": """
        import json, sys, time
        role = json.loads(sys.stdin.readline())["role"]
        print(json.dumps({"name": role, "revisions": {"code": "1"}, "concurrency": 6}), flush=True)
        for line in sys.stdin:
            question = json.loads(line)
            with open("asked.txt", "a") as log:
                log.write(role + " " + question["id"] + "\\n")
            time.sleep(0.004)
            reply = {"text": "billing"} if role == "provider" else {"action": "accept"}
            print(json.dumps({"id": question["id"], **reply}), flush=True)

        """,
      ]) { $1 }
  }

  private static func files(target: String, more: String) -> [String: String] {
    [
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [\(target)], timeout: 20s, limits: { concurrency: \(KilledRun.atOnce) } } }
      suites:
        desk: { prompt: desk, route: r\(more.isEmpty ? "" : ", \(more)") }
      gates: { quality: { metric: pass_rate, at_least: 50% } }

      """,
      "prompts/desk.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/desk/cases.jsonl": (1...KilledRun.cases).map {
        #"{"id": "t-\#($0)", "text": "t-\#($0)", "expected": "billing"}"# + "\n"
      }.joined(),
    ]
  }
}

/// One run that dies many times.
private struct KilledRun {
  static let cases = 60
  static let atOnce = 6

  let project: TemporaryProject
  private let mode: String
  /// Seconds within which a process is killed.
  private let longest: Double
  private let seed: UInt64

  init(_ files: [String: String], seed: UInt64, mode: String = "live") throws {
    self.init(try TemporaryProject(files), seed: seed, mode: mode)
  }

  init(_ project: TemporaryProject, seed: UInt64, mode: String, longest: Double = 0.4) {
    self.project = project
    self.seed = seed
    self.mode = mode
    self.longest = longest
  }

  static func hasPython() async throws -> Bool {
    try await EvalGate.command(["sh", "-c", "command -v python3"], in: TemporaryProject()).code == 0
  }

  /// Kills and resumes until the run is done.
  ///
  /// - Parameter asked: every question so far, a line each.
  /// - Returns: the run.
  @discardableResult
  func toItsEnd(countsQuestions: Bool = true, asked: () throws -> String) async throws -> String {
    var random = SplitMix(seed)
    for kills in 0..<60 {
      let before = try kept()
      let questions = try asked()
      // A slow machine gets there too, after some more deaths.
      let isOver = try await attempt(for: longest * random.unit * Double(4 + kills) / 4)
      let now = project.exists("done.jsonl") ? try finished(project.read("done.jsonl")) : try kept()
      #expect(before.isSubset(of: now), "lost: \(before.subtracting(now))")
      if countsQuestions {
        let again = Set(try asked().dropFirst(questions.count).split(separator: "\n").map(String.init))
        #expect(again.isDisjoint(with: before), "asked twice: \(again.intersection(before))")
      }
      guard isOver else { continue }
      let lines = try asked().split(separator: "\n")
      for role in Set(lines.map { $0.prefix { $0 != " " } }) {
        let most = Self.cases + kills * Self.atOnce
        #expect(lines.count { $0.hasPrefix(role) } <= most, "more than what was in flight was asked again")
      }
      let done = try project.read("done.jsonl")
      #expect(try Self.answers(done).count == Self.cases)
      return done
    }
    throw TemporaryProject.Failure("no end after 60 deaths")
  }

  private var journal: String? { project.names(in: "").first { $0.hasSuffix(".journal") } }

  /// - Returns: whether the process came to its end before it was killed.
  private func attempt(for seconds: Double) async throws -> Bool {
    // One that died before its first line was written has nothing to go on with.
    let journal = try journal.flatMap { try project.read($0).isEmpty ? nil : $0 }
    if journal == nil, let empty = self.journal { project.remove(empty) }
    let killed = try await EvalGate.command(
      [
        "python3", "-c",
        """
        import subprocess, sys
        process = subprocess.Popen(sys.argv[2:])
        try:
            sys.exit(process.wait(float(sys.argv[1])))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            sys.exit(99)
        """, "\(seconds + 0.02)", EvalGate.program, "run", "--mode", mode, "--quiet", "--save", "done.jsonl",
      ] + (journal.map { ["--resume", $0] } ?? []), in: project, environment: ["KEY": "k"])
    #expect([0, 99].contains(killed.code), "\(killed.error)")
    // Killed between sealing and its last breath, it is over too.
    return killed.code == 0 || project.exists("done.jsonl")
  }

  /// What the journal says is finished: `provider t-7#1`, and `policy t-7#1` where a program decided.
  private func kept() throws -> Set<String> {
    guard let journal else { return [] }
    // Only whole lines count.
    let text = try project.read(journal)
    return try finished(String(text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]))
  }

  private func finished(_ run: String) throws -> Set<String> {
    var finished: Set<String> = []
    for line in run.split(separator: "\n") {
      let line = try JSONValue(parsing: String(line))
      guard line["kind"] == "case", let id = line["case"]?.stringValue else { continue }
      finished.formUnion(["provider \(id)#1", "policy \(id)#1"])
    }
    return finished
  }

  /// What was answered and decided, in the order of the file and without times.
  static func answers(_ run: String) throws -> [String] {
    try run.split(separator: "\n").compactMap { line in
      let line = try JSONValue(parsing: String(line))
      guard line["kind"] == "case" else { return nil }
      return ["case", "pass_fail", "output_digest", "decision"].map { line[$0]?.serialized() ?? "" }
        .joined(separator: " ")
    }
  }
}

/// Questions as a server saw them.
private final class Asked: Sendable {
  private let lines = Mutex("")
  var text: String { lines.withLock { $0 } }
  func add(_ line: String) { lines.withLock { $0 += line + "\n" } }
}

/// Numbers that are the same in every run of a test.
private struct SplitMix {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  /// From 0 to 1.
  var unit: Double {
    mutating get {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }
  }
}
