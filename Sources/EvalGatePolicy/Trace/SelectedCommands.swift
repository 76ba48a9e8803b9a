import EvalGateCore
import StrictJSON

/// Which of the commands that are lists of words a path selects: those that a value of it is, holds, or is a word or the program of.
///
/// By sets, since both may be ten thousands: each list of `"commands": [["ls"], …]` is a command, and may be selected by itself.
struct SelectedCommands {
  private var selected: Set<[JSONPathStep]> = []
  private var above: Set<[JSONPathStep]> = []
  /// Those that may be the program of a command, by the object that they are a member of.
  private var programs: [[JSONPathStep]: [JSONValue]] = [:]

  init(_ matches: [JSONPathMatch]) {
    for match in matches {
      selected.insert(match.steps)
      for count in match.steps.indices { above.insert(Array(match.steps[..<count])) }
      if case .name = match.steps.last, case .string = match.value {
        programs[match.steps.dropLast(), default: []].append(match.value)
      }
    }
  }

  func hold(_ line: String, at steps: [JSONPathStep]) -> Bool {
    (0...steps.count).contains { selected.contains(Array(steps[..<$0])) } || above.contains(steps)
      || programs[steps.dropLast()]?.contains { $0.isProgram(ofLine: line) } ?? false
  }
}
