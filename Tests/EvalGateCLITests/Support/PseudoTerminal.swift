import StrictJSON

/// Runs a command on a terminal of a given size, as a person would see it.
enum PseudoTerminal {
  /// What to send once a text has appeared (behind what was waited for before).
  struct Step {
    let text: String
    let send: String
    init(_ text: String, send: String) { (self.text, self.send) = (text, send) }
  }

  struct Session {
    let code: Int
    /// Everything that was shown, both streams, as bytes of a terminal: lines end in CR LF.
    let screen: String
  }

  /// Starts a command whose three standard streams are one terminal, follows the steps, and waits for its end.
  private static let program = """
    import fcntl, json, os, pty, select, struct, sys, termios, time
    columns, command, steps = json.loads(sys.argv[1])
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.execvp(command[0], command)
    seen, place, deadline = b"", 0, time.monotonic() + 60
    while time.monotonic() < deadline:
        if steps:
            found = seen.find(steps[0][0].encode(), place)
            if found >= 0:
                place = found + len(steps[0][0].encode())
                os.write(terminal, steps.pop(0)[1].encode())
                continue
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    else:
        os.kill(child, 9)
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"code": code, "screen": seen.decode("utf-8", "replace"), "left": len(steps)}))

    """

  static func run(
    _ arguments: [String], in project: TemporaryProject, columns: Int = 100, steps: [Step] = [],
    environment: [String: String] = [:]
  ) async throws -> Session {
    let request: JSONValue = [
      .number(JSONNumber(columns)), .array(([EvalGate.program] + arguments).map { .string($0) }),
      .array(steps.map { [.string($0.text), .string($0.send)] }),
    ]
    let run = try await EvalGate.command(
      ["python3", "-c", program, request.serialized()], in: project,
      environment: ["TERM": "xterm-256color"].merging(environment) { $1 })
    guard let answer = try? JSONValue(parsing: run.output), let code = answer["code"]?.intValue,
      let screen = answer["screen"]?.stringValue
    else { throw TemporaryProject.Failure("no terminal: \(run.error)") }
    guard answer["left"]?.intValue == 0 else {
      throw TemporaryProject.Failure("never shown, or not in this order: \(steps.map(\.text))\n\(screen)")
    }
    return Session(code: code, screen: screen)
  }
}

extension PseudoTerminal.Session {
  /// As a transcript for a snapshot: without colours and returns, prompts that were erased left out.
  func transcript(_ arguments: [String], _ project: TemporaryProject) -> Transcript {
    let text = screen.replacing("\r\n", with: "\n").replacing(#/\u{1B}\[[0-9;]*[mK]/#, with: "")
    return Transcript(
      arguments: arguments, run: EvalGate.Run(code: code, output: text, error: ""), project: project)
  }
}
