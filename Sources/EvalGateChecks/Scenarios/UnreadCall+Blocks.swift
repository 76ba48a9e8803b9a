import EvalGateCore
import StrictJSON

// Calls that take up several lines: the name of a tool and under it what it is called with, and programs of agents that write code.
extension UnreadCall {
  /// `delete_order` on a line, or behind `Tool:` or the like, and under it an object that is no schema, behind `Input:` or the like
  /// perhaps.
  static func object(under text: [UInt8], _ tools: Tools) -> String? {
    let lines = text.split(separator: UInt8(ascii: "\n")).map { $0.trimmingBlanks }
    return zip(lines, lines.dropFirst()).lazy.compactMap { line, next -> String? in
      let label = titles.first { line.starts(with: $0) }
      let title = line.afterAction ?? line.dropFirst(label?.count ?? 0)
      guard let name = tools.name(in: title), !tools.quote(name) else { return nil }
      let input = inputs.first { next.starts(with: $0) }
      // A heading has text under it; what has a label is told to be called with something, labelled or not.
      guard title.count < line.count || input == nil else { return nil }
      let start = next.startIndex + (input?.count ?? 0)
      guard let brace = text[start...].first(where: { $0 > 0x20 }), brace == UInt8(ascii: "{") else { return nil }
      let place = text[start...].firstIndex(of: brace) ?? start
      return WrittenValue(in: text[...], at: place)?.json.objectValue.map(isSchema) ?? true ? nil : name
    }.first
  }

  private static let titles = labels(["Tool", "Tool Name", "Tool call", "Function", "Function Name"])
  private static let inputs = labels(["Input", "Tool Input", "Action Input", "Arguments", "Args", "Parameters"])

  /// In bold too.
  private static func labels(_ words: [String]) -> [[UInt8]] {
    words.flatMap { ["\($0):", "**\($0):**", "**\($0)**:"] }.map { Array($0.utf8) }
  }

  private static func isSchema(_ object: JSONObject) -> Bool {
    object["type"]?.stringValue != nil && (object["properties"] ?? object["description"]) != nil || isDefinition(object)
  }

  /// The tool of a line such as `Action: delete_order[7]`, also with the number of a step (`Action 2:`).
  static func action(in lines: [ArraySlice<UInt8>], _ tools: Tools) -> String? {
    lines.lazy.map(\.trimmingBlanks).compactMap { line -> String? in
      guard line.last == UInt8(ascii: "]"), let action = line.afterAction,
        let bracket = action.firstIndex(of: UInt8(ascii: "["))
      else { return nil }
      return tools.name(in: action[..<bracket])
    }.first { !tools.quote($0) }
  }

  // MARK: Programs

  /// The tool that a program calls which an agent would run: in a block between `<execute>` and its end, or before `<end_code>`.
  static func program(in text: String, _ tools: Tools) -> String? {
    let bytes = Array(text.utf8)
    return programs(in: bytes).lazy.compactMap { function(calledIn: $0, tools) }.first.map { $0 + "(…) in a program" }
  }

  private static func programs(in text: [UInt8]) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var (last, start): (Int, Int?) = (0, nil)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let tag = line.trimmingBlanks
      if openings.contains(Array(tag)) { start = line.endIndex }
      if let program = program(onLine: tag) { found.append(program) }
      if let open = start, closings.contains(where: { tag.starts(with: $0) }) {
        found.append(text[open..<line.startIndex])
        start = nil
      }
      if end.occurs(in: Array(tag.suffix(longestEnd))) {
        found.append(text[last..<line.startIndex])
        last = line.endIndex
      }
    }
    // What was cut off.
    if let start { found.append(text[start...]) }
    return found
  }

  /// What stands between `<execute>` and its end. `<code>` on one line is HTML.
  private static func program(onLine line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let opening = executions.first(where: { line.starts(with: $0) }) else { return nil }
    let program = line.dropFirst(opening.count)
    return program.indices.first { program[$0...].starts(with: executionEnd) }.map { program[..<$0] }
  }

  private static let executions = ["<execute>", "<execute_ipython>", "<execute_python>"].map { Array($0.utf8) }
  private static let executionEnd = Array("</execute".utf8)
  private static let openings = Set(executions + [Array("<code>".utf8)])
  private static let closings = [executionEnd, Array("</code>".utf8)]
  private static let end = Needle("<end_code>", TextForm())
  private static let longestEnd = 16

  /// The tool before a bracket that opens.
  private static func function(calledIn program: ArraySlice<UInt8>, _ tools: Tools) -> String? {
    program.indices.lazy.filter { program[$0] == UInt8(ascii: "(") }.compactMap { bracket in
      let name = program[..<bracket].suffix(200).reversed().prefix { $0.isOfName }.reversed()
      return tools.name(in: Array(name)[...])
    }.first { !tools.quote($0) }
  }
}

extension UInt8 {
  /// Whether names of tools have it, of spaces as well.
  var isOfName: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || "_-.:".utf8.contains(self)
  }
}

extension ArraySlice<UInt8> {
  /// What stands behind `Action:`, also with the number of a step (`Action 2:`) and in bold; nil where a line begins with something else.
  var afterAction: ArraySlice<UInt8>? {
    let isStar = { (byte: UInt8) in byte == UInt8(ascii: "*") }
    let line = drop(while: isStar)
    guard line.starts(with: Array("Action".utf8)) else { return nil }
    let sign = line.dropFirst(6).drop { $0 == 0x20 || $0.isDigit }.drop(while: isStar)
    guard sign.first == UInt8(ascii: ":") else { return nil }
    return sign.dropFirst().drop(while: isStar).drop { $0 == 0x20 || $0 == 0x09 }
  }

  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    let end = lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? startIndex
    return self[..<end].drop { $0 <= 0x20 }
  }
}
