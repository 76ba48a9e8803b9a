package import EvalGateCore
package import StrictJSON

/// Reads strict JSON (RFC 8259) into nodes with exact places.
package enum JSONReader {
  /// Nesting of files that people write; also what the recursion here may use.
  package static let depth = 128

  /// A file that is one JSON value.
  static func read(_ text: SourceText) throws(Diagnostic) -> Node {
    if text.hadByteOrderMark {
      throw Diagnostic(
        .encoding, "byte order mark at the start", at: SourceLocation(path: text.path),
        help: "save the file as UTF-8 without a byte order mark; JSON has none (RFC 8259 section 8.1)")
    }
    return try read(text.bytes, path: text.path, firstLine: 1)
  }

  /// A JSON value whose first line has the given number: a line of a JSONL file.
  static func read(_ bytes: [UInt8], path: String, firstLine: Int) throws(Diagnostic) -> Node {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: bytes, limits: JSONLimits(depth: depth, bytes: JSONLimits.maximumBytes))
    } catch {
      if let mark = ConflictMark.found(in: bytes.line(error.line)) {
        throw Diagnostic(
          .jsonSyntax, mark, at: SourceLocation(path: path, line: firstLine + error.line - 1, column: 1),
          help: ConflictMark.help)
      }
      throw diagnostic(for: error, path: path, firstLine: firstLine)
    }
    return bytes.withUnsafeBufferPointer { buffer in
      var cursor = PlaceCursor(path: path, line: firstLine)
      return node(document.root, &cursor, buffer)
    }
  }

  /// A problem of a JSON text as a message with its place.
  /// - Parameters:
  ///   - firstLine: the number of the text's first line in its file.
  ///   - depth: how deep it may be nested.
  package static func diagnostic(
    for error: JSONError, path: String, firstLine: Int, depth: Int = Self.depth
  ) -> Diagnostic {
    let place = SourceLocation(path: path, line: firstLine + error.line - 1, column: error.column)
    let code: DiagnosticCode = error.reason == .byteOrderMark || error.reason == .invalidUTF8 ? .encoding : .jsonSyntax
    return Diagnostic(code, error.message, at: place, help: help(for: error.reason, depth))
  }

  private static func help(for reason: JSONError.Reason, _ depth: Int) -> String {
    switch reason {
    case .trailingComma: "remove the comma"
    case .comment: "remove the comment, or keep it in a YAML file"
    case .singleQuotes, .unquotedKey: "use double quotes"
    case .byteOrderMark, .invalidUTF8: "save the file as UTF-8 without a byte order mark"
    case .duplicateKey: "remove one of the two"
    case .truncated, .empty: "write one whole JSON value"
    case .markdownFence: "remove the lines with the fence"
    case .proseBefore: "remove what stands before the JSON value"
    case .trailingText, .proseAfter: "keep one JSON value; in a .jsonl file, one a line"
    case .depthLimit: "nest at most \(depth) deep"
    default: "write it as strict JSON (RFC 8259)"
    }
  }

  private static func node(
    _ value: JSONNode, _ cursor: inout PlaceCursor, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Node {
    let start = value.byteOffset
    switch value.kind {
    case .null: return Node(.null, at: cursor.place(of: start..<start + 4, in: bytes), source: "null")
    case .bool:
      let flag = value.bool == true
      let text = flag ? "true" : "false"
      return Node(.bool(flag), at: cursor.place(of: start..<start + text.utf8.count, in: bytes), source: text)
    case .number:
      guard let number = value.number else { return Node(.null, at: cursor.place(of: start, in: bytes)) }
      let place = cursor.place(of: start..<start + number.text.utf8.count, in: bytes)
      return Node(.number(number), at: place, source: number.text)
    case .string:
      let text = value.string ?? ""
      return Node(.string(text), at: cursor.place(of: value.byteRange, in: bytes), source: text)
    case .array:
      let place = cursor.place(of: start, in: bytes)
      var nodes: [Node] = []
      nodes.reserveCapacity(value.count)
      for element in value.elements { nodes.append(node(element, &cursor, bytes)) }
      return Node(.sequence(nodes), at: place)
    case .object:
      let place = cursor.place(of: start, in: bytes)
      var entries: [Node.Entry] = []
      entries.reserveCapacity(value.count)
      for member in value.members {
        let keyPlace = cursor.place(of: member.keyNode.byteRange, in: bytes)
        entries.append(Node.Entry(key: member.key, keyLocation: keyPlace, value: node(member.value, &cursor, bytes)))
      }
      return Node(.mapping(entries), at: place)
    }
  }
}

extension [UInt8] {
  /// A line, counted from 1; empty where there is none.
  fileprivate func line(_ number: Int) -> ArraySlice<UInt8> {
    split(separator: UInt8(ascii: "\n"), maxSplits: number, omittingEmptySubsequences: false)
      .dropFirst(number - 1).first ?? []
  }
}
