import StrictJSON
import Testing

@Suite("the events of a run")
struct EventTests {
  @Test("each trial's line is there before the next question is asked, and gates and the end come last")
  func live() async throws {
    // The program looks into the file of events while it is asked.
    let project = try TemporaryProject(FlakyProject.files("t-03:1"))
    try project.write(
      project.read("app.py").replacing(
        "    turn = int",
        with: """
              import re
              said = open("events.jsonl").read()
              with open("seen", "a") as file: file.write(case + " " + str(said.count("case.finished")) + "\\n")
              turn = int
          """), to: "app.py")
    let run = try await project.evalgate("run", "--concurrency", "1", "--report", "jsonl=events.jsonl").run
    #expect(run.code == 0, "\(run.error)")
    let seen = try project.read("seen").split(separator: "\n").map { String($0) }
    #expect(seen.count == 20)
    // The answer before may still be on its way from the program to the journal, none before it.
    for (index, line) in seen.enumerated() {
      let count = try #require(line.split(separator: " ").last.flatMap { Int($0) })
      #expect(count >= index - 1 && count <= index, "\(line)")
    }
    let events = try project.read("events.jsonl").split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    let names = events.compactMap { $0["event"]?.stringValue }
    #expect(
      names == ["run.started"] + [String](repeating: "case.finished", count: 20) + ["gate.decided", "run.finished"])
    #expect(events.last?["exit_code"] == 0)
  }

  @Test("what was carried is told before the gates, with where it is from")
  func carried() async throws {
    let project = try TemporaryProject(FlakyProject.files("t-03:1"))
    _ = try await project.evalgate("run")
    let run = try await project.evalgate("run", "--only-failed-from", "latest", "--report", "jsonl").run
    let events = try run.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    let names = events.compactMap { $0["event"]?.stringValue }
    #expect(
      names == ["run.started"] + [String](repeating: "case.finished", count: 20) + ["gate.decided", "run.finished"],
      "\(run.output)\(run.error)")
    #expect(events[1]["case"] == "t-03" && events[1]["carried"] == .null)
    #expect(events[2..<21].allSatisfy { $0["carried"]?.stringValue?.hasPrefix("run ") == true })
  }

  @Test("on standard output they take the report's place")
  func output() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await project.evalgate("run", "--report", "jsonl").run
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { (try? JSONValue(parsing: String($0)))?["event"] != nil }, "\(run.output)")
  }

  @Test("a reader that goes away changes nothing")
  func closedPipe() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await EvalGate.command(
      ["sh", "-c", #"{ "$0" run --report jsonl; echo "code $?" >&2; } | head -1"#, EvalGate.program], in: project)
    #expect(run.output.hasPrefix(#"{"event":"run.started""#))
    #expect(run.error.contains("code 0"), "\(run.error)")
  }
}
