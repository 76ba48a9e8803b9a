import ChildProcess
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Answers of two real models to 220 questions, graded by the people who published them; run as examples/gsm8k has it.
@Suite("real outputs", .enabled(if: RealOutputs.reasonToSkip == nil, "\(RealOutputs.reasonToSkip ?? "")"))
struct GSM8KTests {
  @Test("every verdict equals the official one", arguments: [RealOutputs.small, RealOutputs.large])
  func verdicts(model: String) async throws {
    let outputs = try await RealOutputs()
    let report = try await outputs.gate(model, baseline: nil).report
    let failures = try #require(report["suites"]?[0]?["failures"]?.arrayValue)
    let failed = Set(failures.compactMap { $0["case"]?.stringValue })
    let differing = outputs.rows.filter { failed.contains($0.id) == $0.isCorrect[model] }
    #expect(differing.map(\.id) == [])
    #expect(report["suites"]?[0]?["passed"]?.intValue == outputs.rows.filter { $0.isCorrect[model] == true }.count)
  }

  /// Of the 88 questions only one of the two models solved, the small one has 5. By hand: P(X > 83) + P(X = 83) / 2 for
  /// X ~ Binomial(88, 1/2), which is (sum of C(88, 84…88) + C(88, 83) / 2) / 2^88 = 7.1193816504e-20.
  @Test("the weaker model is blocked against the stronger one, with the exact test's numbers")
  func weaker() async throws {
    let outputs = try await RealOutputs()
    let (code, report) = try await outputs.gate(RealOutputs.small, baseline: RealOutputs.large)
    let evidence = try #require(report["gates"]?[0]?["evidence"]?[0])
    let p = try #require(evidence["p_one_sided"]?.doubleValue)
    #expect(code == 1)
    #expect(evidence["broke"]?.intValue == 83)
    #expect(evidence["fixed"]?.intValue == 5)
    #expect(abs(p - 7.1193816504e-20) < 1e-29)
  }

  @Test("the stronger model passes against the weaker one")
  func stronger() async throws {
    let (code, report) = try await RealOutputs().gate(RealOutputs.large, baseline: RealOutputs.small)
    #expect(code == 0)
    #expect(report["gates"]?[0]?["verdict"]?.stringValue == "pass")
  }

  /// With nothing fixed the mid-p is (1/2)^(broke + 1): 1/16 for three, 1/32 for four, and the gate blocks up to 1/20. A drop
  /// of 5 points is ruled out for three of 220.
  @Test(
    "one answer decides where the exact test says so",
    arguments: [(3, 0.0625, "pass", 0), (4, 0.03125, "block", 1)])
  func threshold(broke: Int, p: Double, verdict: String, code: Int) async throws {
    let outputs = try await RealOutputs()
    let mixed = try outputs.mix(of: RealOutputs.large, with: RealOutputs.small, broke: broke)
    let (gotCode, report) = try await outputs.gate(mixed, baseline: RealOutputs.large)
    let got = try #require(report["gates"]?[0]?["evidence"]?[0]?["p_one_sided"]?.doubleValue)
    #expect(abs(got - p) < 1e-12)
    #expect(report["gates"]?[0]?["verdict"]?.stringValue == verdict)
    #expect(gotCode == code)
  }
}

/// The example's project, made of the published answers in a folder of its own.
private struct RealOutputs {
  static let small = "6b_finetuning"
  static let large = "175b_verification"

  struct Row {
    let id: String
    let isCorrect: [String: Bool]
  }

  let project: TemporaryProject
  let rows: [Row]

  init() async throws {
    project = try TemporaryProject()
    let made = try await runCommand(
      ["python3", Repository.root + "/examples/gsm8k/prepare", Self.data, project.path], timeout: .seconds(60))
    guard made.exit.isSuccess else {
      throw TemporaryProject.Failure(String(decoding: made.standardError, as: UTF8.self))
    }
    let lines = try await runCommand(["cat", Self.data], timeout: .seconds(60)).standardOutput
    rows = try lines.split(separator: UInt8(ascii: "\n")).map { line in
      let row = try JSONValue(parsing: Array(line))
      var isCorrect: [String: Bool] = [:]
      for (model, verdict) in row["official_correct"]?.objectValue ?? [:] { isCorrect[model] = verdict.boolValue }
      return Row(id: row["id"]?.stringValue ?? "", isCorrect: isCorrect)
    }
  }

  /// The exit code and the JSON report of `evalgate gate` on a model's lines.
  func gate(_ model: String, baseline: String?) async throws -> (code: Int, report: JSONValue) {
    let against = baseline.map { $0 + ".jsonl" } ?? "none"
    let run = try await EvalGate.run(
      ["gate", model + ".jsonl", "--suite", "gsm8k", "--baseline", against, "--report", "json"], in: project)
    return (run.code, try JSONValue(parsing: run.output))
  }

  /// Writes a model's lines, the first few of those that only it solved taken from the other one.
  func mix(of better: String, with worse: String, broke: Int) throws -> String {
    let changed = Set(
      rows.filter { $0.isCorrect[better] == true && $0.isCorrect[worse] == false }.prefix(broke).map(\.id))
    let lines = try [better, worse].map { try project.read($0 + ".jsonl").split(separator: "\n") }
    let mixed = zip(rows, zip(lines[0], lines[1])).map { row, line in
      String(changed.contains(row.id) ? line.1 : line.0)
    }
    try project.write(mixed.joined(separator: "\n") + "\n", to: "mixed.jsonl")
    return "mixed"
  }

  private static let data = Shared.root + "/real-outputs/gsm8k.jsonl"

  /// Printed where the tests cannot run here.
  static let reasonToSkip: String? = {
    guard access(data, R_OK) == 0 else { return "there is no real-outputs/gsm8k.jsonl beside the repository" }
    let folders = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
    guard folders.contains(where: { access($0 + "/python3", X_OK) == 0 }) else { return "there is no python3" }
    return nil
  }()
}
