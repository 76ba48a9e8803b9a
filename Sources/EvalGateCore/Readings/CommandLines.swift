package import StrictJSON

extension JSONValue {
  /// The commands that stand in it as lists of words, each in one line as a shell would be told it: `["rm", "-rf", "/srv"]` under a name
  /// for a command, and `{"command": "rm", "args": ["-rf", "/srv"]}`, with the steps to each.
  ///
  /// By recursion: what is asked was parsed with a limit of depth.
  package var commandLines: [(steps: [JSONPathStep], line: String)] {
    switch self {
    case .null, .bool, .number, .string: return []
    case .array(let values):
      return values.enumerated().flatMap { place, value in
        value.commandLines.map { ([.index(place)] + $0.steps, $0.line) }
      }
    case .object(let object):
      return object.flatMap { name, value -> [(steps: [JSONPathStep], line: String)] in
        let isList = CommandNames.lists.contains(name)
        guard isList || CommandNames.programs.contains(name), let words = value.words else {
          return value.commandLines.map { ([.name(name)] + $0.steps, $0.line) }
        }
        // The first word may be the program once more, as `execve` has it.
        let program = isList ? CommandNames.programs.lazy.compactMap { object[$0]?.stringValue }.first : nil
        let isNamed = program.map { $0 == words[0] || $0.hasSuffix("/" + words[0]) } ?? true
        return [([.name(name)], ((isNamed ? [] : [program ?? ""]) + words).joined(separator: " "))]
      }
    }
  }

  /// The words of a list of nothing but texts and numbers; nil for anything else.
  package var words: [String]? {
    guard let values = arrayValue, !values.isEmpty else { return nil }
    let words = values.compactMap { value -> String? in
      if case .number(let number) = value { return number.text }
      return value.stringValue
    }
    return words.count == values.count ? words : nil
  }
}

/// What tools call a program, and the words that it is begun with.
private enum CommandNames {
  static let programs = ["command", "cmd", "program", "executable", "file", "path", "filename"]
  static let lists: Set = ["args", "argv", "arguments", "parameters", "params"]
}
