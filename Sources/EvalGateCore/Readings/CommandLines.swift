package import StrictJSON

extension JSONValue {
  /// The commands that stand in it as lists of words, each in one line as a shell would be told it: `["rm", "-rf", "/srv"]` under a name
  /// for a command, `{"command": "rm", "args": ["-rf", "/srv"]}` or `"args": "-rf /srv"`, and each list of `"commands": [["ls"], …]`,
  /// whatever stands beside it, with the steps to each. A text among those is a line by itself, and not told here.
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
      return object.flatMap { name, value in
        value.lines(under: name, in: object).map { ([.name(name)] + $0.steps, $0.line) }
      }
    }
  }

  /// The commands in the value of a member.
  private func lines(under name: String, in object: JSONObject) -> [(steps: [JSONPathStep], line: String)] {
    let isSeveral = CommandNames.several.contains(name)
    let isList = CommandNames.lists.contains(name)
    guard isSeveral || isList || CommandNames.programs.contains(name) else { return commandLines }
    let program = isList ? CommandNames.programs.lazy.compactMap { object[$0]?.stringValue }.first : nil
    if !isSeveral, let words { return [([], Self.line(words, of: program))] }
    if program != nil, let text = stringValue {
      let words = text.split { $0 == " " || $0 == "\n" }.map { String($0) }
      return words.isEmpty ? [] : [([], Self.line(words, of: program))]
    }
    guard let values = arrayValue else { return commandLines }
    return values.enumerated().flatMap { place, value in
      let lines = value.words.map { [([], $0.joined(separator: " "))] } ?? value.commandLines
      return lines.map { ([.index(place)] + $0.steps, $0.line) }
    }
  }

  /// The first word may be the program once more, as `execve` has it.
  private static func line(_ words: [String], of program: String?) -> String {
    let isNamed = program.map { $0 == words[0] || $0.hasSuffix("/" + words[0]) } ?? true
    return ((isNamed ? [] : [program ?? ""]) + words).joined(separator: " ")
  }

  /// The lists of words in a list, whatever stands beside them.
  package var lists: [[String]] { arrayValue?.compactMap(\.words) ?? [] }

  /// Whether it is the program of a command, which may stand before its words, or be the first of them once more, without its folder.
  package func isProgram(ofLine line: String) -> Bool {
    guard let program = stringValue, !program.isEmpty else { return false }
    return line.hasPrefix(program + " ") || program.hasSuffix("/" + line.prefix { $0 != " " })
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
  /// What tools call several commands. Texts there are a line each.
  static let several: Set = ["commands", "cmds"]
}
