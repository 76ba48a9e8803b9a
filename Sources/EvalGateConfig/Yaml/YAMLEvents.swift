import CYAML
import EvalGateCore

/// What libyaml reads, one event at a time, with places counted from 1.
enum YAMLEvent {
  struct Scalar {
    let text: String
    /// Without quotes, so that the core schema decides what it is.
    let isPlain: Bool
    let tag: String?
  }

  case scalar(Scalar, anchor: String?)
  case sequenceStart(tag: String?, anchor: String?)
  case mappingStart(tag: String?, anchor: String?)
  case containerEnd
  case alias(String)
  case documentStart
  case documentEnd
  case streamStart
  case streamEnd
}

/// A libyaml parser over bytes that stay in memory for its life.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: SourceText

  /// - Throws: when there is no memory for the parser.
  init(_ bytes: UnsafeBufferPointer<UInt8>, of text: SourceText) throws(Diagnostic) {
    self.text = text
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw Diagnostic(
        .yamlSyntax, "no memory to read the file", at: SourceLocation(path: text.path),
        help: "free some memory and try again")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// - Throws: `yaml/syntax` with libyaml's reason and place.
  mutating func next() throws(Diagnostic) -> (event: YAMLEvent, place: SourceLocation) {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    let place = Self.place(event.start_mark, event.end_mark, text.path)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let content = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let read = YAMLEvent.Scalar(
        text: String(decoding: content, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
        tag: Self.string(scalar.tag))
      return (.scalar(read, anchor: Self.string(scalar.anchor)), place)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return (.sequenceStart(tag: Self.string(start.tag), anchor: Self.string(start.anchor)), place)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return (.mappingStart(tag: Self.string(start.tag), anchor: Self.string(start.anchor)), place)
    case YAML_ALIAS_EVENT: return (.alias(Self.string(event.data.alias.anchor) ?? ""), place)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return (.containerEnd, place)
    case YAML_DOCUMENT_START_EVENT: return (.documentStart, place)
    case YAML_DOCUMENT_END_EVENT: return (.documentEnd, place)
    case YAML_STREAM_START_EVENT: return (.streamStart, place)
    default: return (.streamEnd, place)
    }
  }

  private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: $0) }
  }

  private static func place(_ start: yaml_mark_t, _ end: yaml_mark_t, _ path: String) -> SourceLocation {
    let length = start.line == end.line && end.column > start.column ? Int(end.column - start.column) : 1
    return SourceLocation(path: path, line: Int(start.line) + 1, column: Int(start.column) + 1, length: length)
  }

  private func problem() -> Diagnostic {
    let reason = parser.pointee.problem.map { String(cString: $0) } ?? "unreadable"
    var place =
      parser.pointee.error == YAML_READER_ERROR
      ? text.place(of: Int(parser.pointee.problem_offset))
      : Self.place(parser.pointee.problem_mark, parser.pointee.problem_mark, text.path)
    // Where something is missing at the end, libyaml is already in a line that does not exist.
    let end = text.place(of: text.bytes.count)
    if place.line > end.line { place = end }
    if let conflict { return conflict }
    var begun: String?
    if let context = parser.pointee.context, parser.pointee.error != YAML_READER_ERROR {
      begun = String(cString: context) + ", begun in line \(Int(parser.pointee.context_mark.line) + 1)"
    }
    return Diagnostic(.yamlSyntax, Self.plain(reason), at: place, label: begun, help: help(for: reason, at: place))
  }

  /// Both sides of a merge are rarely one document, and where it stops being one says little.
  private var conflict: Diagnostic? {
    for (index, line) in text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    where line.first == UInt8(ascii: "<") {
      guard let mark = ConflictMark.found(in: line) else { continue }
      return Diagnostic(
        .yamlSyntax, mark, at: SourceLocation(path: text.path, line: index + 1, column: 1), help: ConflictMark.help)
    }
    return nil
  }

  private static func plain(_ reason: String) -> String {
    reason.hasPrefix("found character that cannot start") ? "a character that cannot begin a value" : reason
  }

  private func help(for reason: String, at place: SourceLocation) -> String {
    let line = text.excerpt(line: place.line) ?? ""
    let indentation = line.prefix { $0 == " " || $0 == "\t" }
    if indentation.contains("\t") { return "indent with spaces: YAML does not allow tabs" }
    if reason.hasPrefix("mapping values are not allowed") { return "put text that holds `: ` into quotes" }
    if reason.hasPrefix("control characters") {
      return "remove the character, or write it as an escape in double quotes"
    }
    if reason.contains("cannot start") { return "put text that begins with `@`, `` ` ``, `%` or a tab into quotes" }
    if reason.contains("expected") {
      return "check indentation, quotes and brackets of this line and the one before it"
    }
    return "check this line and the one before it"
  }
}
