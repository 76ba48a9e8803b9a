import EvalGateCore
import StrictJSON

/// A call that a model wrote and that nobody read: it stands in the text of an answer, so that no rule looked at it.
///
/// Whether somebody else's program would have read it nobody knows, so one that is only shown is told apart by whoever wrote the
/// scenario: by the names of the tools under `quoted_calls`.
struct UnreadCall {
  /// What tells it.
  private let mark: String
  /// Whether it is JSON, which may be an answer.
  private let isJSON: Bool
  private let isApplication: Bool

  /// Nil where no answer holds one.
  ///
  /// - Parameter expected: whose tools are among those that a call may name.
  init?(in context: CheckContext, _ expected: ScenarioExpectation) {
    let candidate = context.candidate
    let tools = Tools(context, expected)
    // What follows the schema of the prompt is the answer that was asked for.
    let mayBeJSON = context.decision.schema != .valid
    let marks = (candidate.earlier + [candidate.answer]).lazy.compactMap { answer -> (mark: String, isJSON: Bool)? in
      guard let text = answer.text, text.utf8.contains(where: { "<[{(:\u{FF5C}\u{273F}".utf8.contains($0) }) else {
        return nil
      }
      let marked = WordsForReader.withFences(text)
      let (words, fenced) = (Self.unquoted(WordsForReader.of(text)), Self.unquoted(marked))
      let mark = Self.mark(in: marked, tools) ?? Self.program(in: marked, tools)
      if let mark = mark ?? Self.function(in: fenced, words, tools) ?? Self.sentence(words, tools)
        ?? Self.element(in: words, tools)
      {
        return (mark, false)
      }
      return mayBeJSON ? Self.json(in: words, tools).map { ($0, true) } : nil
    }
    guard let found = marks.first else { return nil }
    (mark, isJSON, isApplication) = (found.mark, found.isJSON, candidate.isOfApplication)
  }

  var gap: String {
    "a call stands in the text of an answer (\(brief(mark))), where nobody read it, so it was not judged; "
      + (isApplication
        ? "let the program report it under `tool_calls`"
        : "serve the model with the parser for its tool calls (vLLM: `--tool-call-parser`, llama.cpp: `--jinja`)")
      + (isJSON ? ", or, where such JSON is the answer that is asked for, give the prompt an output schema" : "")
      + "; where the answer only shows what a call looks like, name its tool under `quoted_calls` of the case's `expected`"
  }

  // MARK: Marks

  private static func mark(in text: String, _ tools: Tools) -> String? {
    CallMark.all(in: Array(text.utf8)).first { !tools.areQuoted(in: $0.rest) }?.text
  }

  /// What stands between two backticks that are a whole answer: a block of code on one line.
  private static func unquoted(_ text: String) -> String {
    let whole = Array(text.trimmingSpaces.utf8)
    let tick = UInt8(ascii: "`")
    guard whole.count > 2, whole.first == tick, whole.last == tick, !whole.dropFirst().dropLast().contains(tick) else {
      return text
    }
    return String(decoding: whole.dropFirst().dropLast(), as: UTF8.self)
  }

  /// `delete_order(id=7)`, `[delete_order(id=7)]`, `print(delete_order(id=7))`, `r = await delete_order(id=7)` and
  /// `Action: delete_order(id=7)` on lines of their own, where these are no lines of code that is shown.
  private static func function(in fenced: String, _ words: String, _ tools: Tools) -> String? {
    let text = Array(fenced.trimmingSpaces.utf8)
    let starts = SpokenLines.starts(in: text)
    // An answer of nothing but code may be the call. A call whose result it keeps is a part of a program that is shown.
    let name =
      starts.isEmpty
      ? function(Array(words.trimmingSpaces.utf8), at: [0], tools, called: \.self)
      : function(text, at: starts, tools, called: \.calledInStatement)
    return name.map { $0 + "(…)" }
  }

  /// `delete_order {"id": 7}` on a line of its own, `Action: delete_order[7]`, and `Action: delete_order` with `Action Input:` after it.
  private static func sentence(_ text: String, _ tools: Tools) -> String? {
    let bytes = Array(text.trimmingSpaces.utf8)
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    if let name = lines.lazy.compactMap({ object($0, tools) }).first(where: { !tools.quote($0) }) {
      return name + " {…}"
    }
    if let name = Self.object(under: bytes, tools) { return name + " {…}" }
    if let name = action(in: lines, tools) { return "Action: " + name }
    guard actionInput.occurs(in: bytes) else { return nil }
    let action = Array("Action:".utf8)
    let names = lines.lazy.filter { $0.starts(with: action) }
      .compactMap { tools.name(in: $0.dropFirst(action.count)) }
    return names.first { !tools.quote($0) }.map { "Action: " + $0 }
  }

  /// The tool that a line calls, or whose call stands in the brackets of another one, where nothing but members of the result follows.
  ///
  /// - Parameter called: what is called, of what stands before a bracket.
  private static func function(
    _ text: [UInt8], at starts: [Int], _ tools: Tools, called: (ArraySlice<UInt8>) -> ArraySlice<UInt8>
  ) -> String? {
    var (tried, bytes) = (0, 0)
    for start in starts {
      guard tried < mostValues else { break }
      let line = text[start...].drop { $0 <= 0x20 && $0 != 0x0A || $0 == UInt8(ascii: "[") }
      let plain = line.afterAction ?? line
      guard let bracket = plain.prefix(200).firstIndex(where: { $0 == UInt8(ascii: "(") || $0 == 0x0A }),
        text[bracket] == UInt8(ascii: "("), start == 0 || text[bracket - 1] > 0x20
      else { continue }
      let name = called(plain[..<bracket])
      var tool = tools.name(in: name)
      if tool == nil, !name.isEmpty, name.allSatisfy(\.isOfName), bytes < mostBytes {
        let called = plain[bracket...].calledWithin
        bytes += called.end - bracket
        tool = called.names.lazy.compactMap(tools.name).first
      }
      guard let tool else { continue }
      tried += 1
      guard let end = plain[bracket...].endOfCall, !tools.areQuoted(in: plain[..<end]) else { continue }
      return tool
    }
    return nil
  }

  /// The tool that stands before an object, behind `Action:` perhaps, where a line says nothing else.
  private static func object(_ whole: ArraySlice<UInt8>, _ tools: Tools) -> String? {
    let line = whole.afterAction ?? whole
    guard let brace = line.firstIndex(of: UInt8(ascii: "{")), let name = tools.name(in: line[..<brace]),
      let value = WrittenValue(in: line, at: brace), value.end == line.endIndex, value.json.objectValue != nil
    else { return nil }
    return name
  }

  /// `<delete_order>` at the beginning of a line, with nothing, another element or an object after it, and what closes it after that, or
  /// `<delete_order order="7"/>`, which closes itself.
  private static func element(in text: String, _ tools: Tools) -> String? {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).lazy.map { String(Substring($0).trimmingSpaces) }
    return lines.compactMap(Self.opening).first { tag in
      let name = String(tag.dropFirst().prefix { !" \t/>".contains($0) })
      return tools.include(name) && !tools.quote(name)
        && (tag.hasSuffix("/>") || Needle("</\(name)>", TextForm()).occurs(in: Array(text.utf8)))
    }
  }

  /// The tag that a line begins with, unless words come after it.
  private static func opening(_ line: String) -> String? {
    guard line.utf8.first == UInt8(ascii: "<"), let end = line.utf8.firstIndex(of: UInt8(ascii: ">")) else {
      return nil
    }
    let rest = line.utf8[line.utf8.index(after: end)...].first { $0 > 0x20 }
    return rest.map { "<{".utf8.contains($0) } ?? true ? String(line[...end]) : nil
  }

  private static let stops = ["。", "！", "．"].map { Array($0.utf8) }

  private static let actionInput = Needle("Action Input:", TextForm())

  // MARK: JSON

  /// How much of a text is looked at for values.
  private static let (mostValues, mostBytes) = (64, 100_000)

  /// A value that begins a line, or ends one after other words, and is a call of one of the tools; tags around it are no words.
  private static func json(in text: String, _ tools: Tools) -> String? {
    let bytes = Array(text.utf8)
    var values = 0
    var place = 0
    var isStart = true
    while place < bytes.count, values < mostValues {
      let byte = bytes[place]
      let isWithin = !isStart && byte == UInt8(ascii: "{") && endsWords(bytes[..<place])
      if isStart && (byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")) || isWithin {
        values += 1
        if let value = WrittenValue(in: bytes[...], at: place),
          isStart && value.isWhole || isEnd(bytes[value.end...].prefix { $0 != 0x0A && $0 != 0x0D }),
          let name = called(in: value.json, tools).first(where: { !tools.quote($0) })
        {
          return "JSON that calls \(name)"
        }
      }
      if isStart, byte == UInt8(ascii: "<"), let end = tagEnd(of: bytes[place...]) {
        place = end
        continue
      }
      isStart = byte == 0x0A || byte == 0x0D || isStart && byte <= 0x20
      place += 1
    }
    return nil
  }

  /// Whether an object may begin behind a text: behind a blank, a sign that ends a sentence, or any letter of a script that puts no blank
  /// there (`削除します。{…}`). Behind the name of a member it is a part of another one.
  private static func endsWords(_ text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.last else { return true }
    if last == UInt8(ascii: ":"), let before = text.dropLast().last { return !before.isQuote }
    return last >= 0x80 || " >:*.!?)".utf8.contains(last)
  }

  /// Whether nothing but tags and what ends a sentence is left of a line.
  private static func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    while let byte = rest.first {
      if byte == UInt8(ascii: "<"), let end = tagEnd(of: rest) {
        rest = rest[end...]
      } else if " \t.!".utf8.contains(byte) {
        rest = rest.dropFirst()
      } else if let stop = stops.first(where: rest.starts) {
        rest = rest.dropFirst(stop.count)
      } else {
        return false
      }
    }
    return true
  }

  /// After the tag that a text begins with; nil where it is not closed near by on its line.
  private static func tagEnd(of text: ArraySlice<UInt8>) -> Int? {
    text.prefix(longestTag).firstIndex { $0 == UInt8(ascii: ">") || $0 == 0x0A }.flatMap {
      text[$0] == UInt8(ascii: ">") ? $0 + 1 : nil
    }
  }

  private static let longestTag = 200

  /// The tools that a call may name: those that the model was offered, and those that the scenario speaks of.
  struct Tools {
    private let named: [MeantTool]
    private let quoted: [MeantTool]

    init(_ context: CheckContext, _ expected: ScenarioExpectation) {
      let evalCase = context.evalCase
      quoted = expected.quoted
      let offered = evalCase.setup?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      named =
        expected.denied + expected.arguments.map(\.tool)
        + (offered ?? context.tools.map(\.name)).map { MeantTool($0) }
    }

    /// What a text says, where that is the name of one of them and nothing else.
    func name(in text: ArraySlice<UInt8>) -> String? {
      guard text.count <= 200 else { return nil }
      let name = String(String(decoding: text, as: UTF8.self).trimmingSpaces)
      return include(name) ? name : nil
    }

    /// Whether the scenario says of a tool that its calls are only shown.
    func quote(_ name: String) -> Bool { quoted.contains { $0.covers(name) } }

    /// Whether that is so of every tool that a text names, and of one at least.
    func areQuoted(in text: ArraySlice<UInt8>) -> Bool {
      guard !quoted.isEmpty else { return false }
      let words = text.split { !($0.isOfName || $0 >= 0x80) }
      let names = words.lazy.filter { $0.count <= 200 }.map { String(decoding: $0, as: UTF8.self) }.filter(include)
      return quote("") || !names.isEmpty && names.allSatisfy(quote)
    }

    func include(_ name: String) -> Bool {
      guard !name.isEmpty, name.utf8.count <= 200, !name.utf8.contains(where: { $0 <= 0x20 }) else { return false }
      let tool = CalledTool(name)
      return named.contains { $0.covers(tool) }
    }
  }
}
