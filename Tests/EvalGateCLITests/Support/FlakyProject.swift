/// A project whose model is a program that gives some cases another answer now and then, by a rule and not by chance: what is
/// asked the n-th time has always the same answer, in the same run or in another.
enum FlakyProject {
  /// Answers `{{text}}` with its first word, or with its second where the case's turn to fail has come.
  ///
  /// - Parameter arguments: `t-03:2` fails every second time that `t-03` is asked, `t-05:1` every time.
  private static let program = """
    import json, os, sys
    every = dict(argument.split(":") for argument in sys.argv[1:])
    sys.stdin.readline()
    print(json.dumps({"name": "flaky", "revisions": {"code": "1"}}), flush=True)
    os.makedirs("asked", exist_ok=True)
    for line in sys.stdin:
        question = json.loads(line)
        case, right, wrong = question["messages"][-1]["content"].split(" ")
        with open("asked/" + case, "a") as file:
            file.write(".")
            file.flush()
            asked = file.tell()
        turn = int(every.get(case, 0))
        text = wrong if turn and asked % turn == 0 else right
        reply = {"id": question["id"], "text": text, "usage": {"input": 20, "output": 2}, "model": "flaky-1"}
        print(json.dumps(reply), flush=True)

    """

  /// Twenty cases over one suite `triage`. `failing` as the program takes it.
  static func files(
    _ failing: String, gates: String = "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }", version: Int = 1
  ) -> [String: String] {
    [
      "app.py": program, ".gitignore": ".evalgate/\nasked/\n",
      "prompts/triage.prompt.yml": prompt(version: version),
      "evalsets/triage/cases.jsonl": (1...20).map { number in
        let id = "t-\(number < 10 ? "0" : "")\(number)"
        return #"{"id": "\#(id)", "text": "\#(id) billing technical", "expected": "billing"}"# + "\n"
      }.joined(),
      "evalgate.yml": configuration(failing, gates: gates),
    ]
  }

  /// The same answers under another number, so that the tuple is another one.
  static func prompt(version: Int) -> String {
    """
    id: triage
    version: \(version)
    messages:
      - { role: system, content: "This is version \(version)." }
      - { role: user, content: "{{text}}" }
    changelog: [{ version: \(version), why: shorter, back_to: \(version - 1) }]

    """
  }

  static func configuration(_ failing: String, gates: String) -> String {
    let arguments = failing.split(separator: " ").map { ", \"\($0)\"" }.joined()
    return Sample.configuration(
      target:
        "{ provider: exec, command: [python3, app.py\(arguments)], prices: { input: 1.00, output: 10.00 } }",
      gates: gates)
  }
}
