/// Reads a template from left to right; blocks are held on an explicit stack, so that nesting cannot exhaust the machine's.
struct TemplateParser {
  private let scalars: [Unicode.Scalar]
  private let start: SourceLocation
  private let margin: Int
  /// The last place that was asked for: places come in order, so that all of them cost one pass.
  private var reached: (index: Int, place: SourceLocation)
  private var index = 0

  private enum Block {
    case each(TemplatePath)
    case condition(TemplatePath, then: [TemplatePart]?)
  }
  private struct Frame {
    var block: Block?
    var tag: SourceLocation
    var parts: [TemplatePart] = []

    var closing: String {
      if case .each = block { return "{{/each}}" }
      return "{{/if}}"
    }
  }
  private static let deepest = 32

  init(_ source: String, at start: SourceLocation, margin: Int = 0) {
    scalars = Array(source.unicodeScalars)
    self.start = start
    self.margin = margin
    reached = (0, start)
  }

  mutating func parse() throws(Diagnostic) -> [TemplatePart] {
    var stack = [Frame(block: nil, tag: start)]
    var text = String.UnicodeScalarView()
    func flush(_ text: inout String.UnicodeScalarView, into frame: inout Frame) {
      guard !text.isEmpty else { return }
      frame.parts.append(.text(String(text)))
      text = String.UnicodeScalarView()
    }
    while index < scalars.count {
      if scalars[index] == "\\", isOpening(at: index + 1) {
        text.append(contentsOf: scalars[(index + 1)...(index + 2)])
        index += 3
      } else if isOpening(at: index) {
        let place = location(of: index)
        flush(&text, into: &stack[stack.count - 1])
        try apply(tag: try tag(at: place), at: place, to: &stack)
      } else {
        text.append(scalars[index])
        index += 1
      }
    }
    flush(&text, into: &stack[stack.count - 1])
    guard stack.count == 1 else {
      let open = stack[stack.count - 1]
      throw Diagnostic(
        .template, "block is not closed", at: open.tag, help: "end it with `\(open.closing)`")
    }
    return stack[0].parts
  }

  private func isOpening(at position: Int) -> Bool {
    position + 1 < scalars.count && scalars[position] == "{" && scalars[position + 1] == "{"
  }

  /// The text between the braces, trimmed; leaves `index` behind the closing ones.
  private mutating func tag(at place: SourceLocation) throws(Diagnostic) -> String {
    var end = index + 2
    var content = String.UnicodeScalarView()
    while end + 1 < scalars.count, !(scalars[end] == "}" && scalars[end + 1] == "}") {
      content.append(scalars[end])
      end += 1
    }
    guard end + 1 < scalars.count, content.count <= 512 else {
      throw Diagnostic(
        .template, "`{{` is not closed", at: place,
        help: "close it with `}}`, or write `\\{{` for the characters themselves")
    }
    index = end + 2
    return String(String(content).trimmingSpaces)
  }

  private func apply(
    tag: String, at place: SourceLocation, to stack: inout [Frame]
  ) throws(Diagnostic) {
    let words = tag.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }).map(String.init)
    switch words.first {
    case "#each" where words.count == 2:
      try push(.each(try path(words[1], at: place)), place, &stack)
    case "#if" where words.count == 2:
      try push(.condition(try path(words[1], at: place), then: nil), place, &stack)
    case "else" where words.count == 1, "#else" where words.count == 1:
      guard case .condition(let path, nil)? = stack[stack.count - 1].block else {
        throw Diagnostic(
          .template, "`{{else}}` without an `{{#if}}`", at: place, help: "remove it, or open an `{{#if …}}`")
      }
      stack[stack.count - 1].block = .condition(path, then: stack[stack.count - 1].parts)
      stack[stack.count - 1].parts = []
    case "/each" where words.count == 1, "/if" where words.count == 1:
      try close(tag, at: place, &stack)
    case let word? where word.hasPrefix("#") || word.hasPrefix("/") || word.hasPrefix(">") || word.hasPrefix("!"):
      throw Diagnostic(
        .template, "unknown tag `{{\(tag)}}`", at: place,
        help: "there are `{{#each list}}`, `{{#if value}}`, `{{else}}`, `{{/each}}` and `{{/if}}`")
    default:
      stack[stack.count - 1].parts.append(try insertion(tag, at: place))
    }
  }

  private func push(_ block: Block, _ place: SourceLocation, _ stack: inout [Frame]) throws(Diagnostic) {
    guard stack.count <= Self.deepest else {
      throw Diagnostic(.template, "blocks are nested too deep", at: place, help: "nest at most \(Self.deepest) blocks")
    }
    stack.append(Frame(block: block, tag: place))
  }

  private func close(_ tag: String, at place: SourceLocation, _ stack: inout [Frame]) throws(Diagnostic) {
    let frame = stack[stack.count - 1]
    switch (frame.block, tag) {
    case (.each(let path)?, "/each"):
      stack.removeLast()
      stack[stack.count - 1].parts.append(.each(path, frame.parts))
    case (.condition(let path, let then)?, "/if"):
      stack.removeLast()
      stack[stack.count - 1].parts.append(.condition(path, then ?? frame.parts, then == nil ? [] : frame.parts))
    default:
      throw Diagnostic(
        .template, "`{{\(tag)}}` closes nothing", at: place,
        help: frame.block == nil ? "remove it" : "the open block ends with `\(frame.closing)`")
    }
  }

  private func insertion(_ tag: String, at place: SourceLocation) throws(Diagnostic) -> TemplatePart {
    let pieces = tag.split(separator: "|", omittingEmptySubsequences: false).map { String($0.trimmingSpaces) }
    guard pieces.count <= 2, pieces.count == 1 || pieces[1] == "json" else {
      throw Diagnostic(
        .template, "unknown filter in `{{\(tag)}}`", at: place, help: "the one filter is `| json`")
    }
    return .value(try path(pieces[0], at: place), json: pieces.count == 2)
  }

  private func path(_ text: String, at place: SourceLocation) throws(Diagnostic) -> TemplatePath {
    var place = place
    place.length = text.unicodeScalars.count + 4
    if text == "@index" { return TemplatePath(text: text, root: .position, steps: [], location: place) }
    var steps: [TemplatePath.Step] = []
    for (position, piece) in text.split(separator: ".", omittingEmptySubsequences: false).enumerated() {
      let parts = piece.split(separator: "[", omittingEmptySubsequences: false)
      let key = String(parts[0])
      guard !key.isEmpty, key.unicodeScalars.allSatisfy({ Self.isNameScalar($0) }) else {
        throw Self.badPath(text, place)
      }
      if position > 0 || key != "this" { steps.append(.key(key)) }
      for part in parts.dropFirst() {
        guard part.hasSuffix("]"), let number = Int(part.dropLast()), number >= 0 else {
          throw Self.badPath(text, place)
        }
        steps.append(.index(number))
      }
    }
    let isThis = text == "this" || text.hasPrefix("this.") || text.hasPrefix("this[")
    return TemplatePath(text: text, root: isThis ? .this : .variable, steps: steps, location: place)
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }

  private static func badPath(_ text: String, _ place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .template, "`\(text)` is not a path to a variable", at: place,
      help: "write `{{name}}`, `{{order.id}}` or `{{items[0]}}`, and `\\{{` for literal braces")
  }

  private mutating func location(of position: Int) -> SourceLocation {
    for scalar in scalars[reached.index..<max(position, reached.index)] {
      if scalar == "\n" {
        reached.place.line += 1
        reached.place.column = margin + 1
      } else {
        reached.place.column += 1
      }
    }
    reached.index = max(position, reached.index)
    return reached.place
  }
}
