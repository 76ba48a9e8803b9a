import EvalGateCore
import JSONSchema
import StrictJSON

/// Lines and columns of the values of a document.
struct DocumentPlaces {
  let document: JSONDocument
  let bytes: [UInt8]
  let path: String
  /// The number of the document's first line in its file.
  let firstLine: Int

  /// Where the document's value begins.
  var start: SourceLocation { place(of: document.root) }

  /// What a schema objects to, at the value or the key in question.
  func problem(_ issue: SchemaIssue) -> DocumentProblem {
    let node = self.node(issue)
    let way = Self.shortened(issue.instancePath.description)
    let keyword = Self.shortened(issue.keywordLocation.description)
    let diagnostic = Diagnostic(
      .againstSchema, issue.message, at: place(of: node),
      help:
        "\(way.isEmpty ? "the document" : "`\(way)`") breaks \(keyword.isEmpty ? "the schema as a whole" : "`\(keyword)` of the schema")",
      excerpt: excerpt(of: node))
    return DocumentProblem(diagnostic: diagnostic, issue: issue, offset: node.byteOffset)
  }

  /// A way for a sentence, a long one without its middle: the whole is in the JSON form.
  private static func shortened(_ way: String) -> String {
    let steps = way.split(separator: "/", omittingEmptySubsequences: false)
    guard way.utf8.count > 120, steps.count > 8 else { return way }
    return steps.prefix(4).joined(separator: "/") + "/…/" + steps.suffix(4).joined(separator: "/")
  }

  /// The value at the issue's path, or the key where it is a member that may not be there.
  private func node(_ issue: SchemaIssue) -> JSONNode {
    node(
      at: issue.instancePath,
      orKey: ["additionalProperties", "unevaluatedProperties", "false"].contains(issue.keyword))
  }

  /// The value at a path, or the nearest around it.
  /// - Parameter isKey: whether the key of a member is meant rather than its value.
  func node(at path: JSONPointer, orKey isKey: Bool = false) -> JSONNode {
    var (node, key): (JSONNode, JSONNode?) = (document.root, nil)
    for token in path.tokens {
      switch node.kind {
      case .object:
        guard let member = node.members.first(where: { $0.key.utf8.elementsEqual(token.utf8) }) else { return node }
        (node, key) = (member.value, member.keyNode)
      case .array:
        guard let index = Int(token), let element = node[index] else { return node }
        (node, key) = (element, nil)
      default: return node
      }
    }
    return isKey ? key ?? node : node
  }

  /// The place of a value, or the first line of it where it spans several.
  func place(of node: JSONNode) -> SourceLocation {
    let start = node.position
    return SourceLocation(
      path: path, line: firstLine + start.line - 1, column: start.column, length: max(1, length(of: node)))
  }

  func excerpt(of node: JSONNode) -> String? { Self.excerpt(around: node.byteOffset, in: bytes) }

  /// The line that a byte is on; nil when it is too long to be shown.
  static func excerpt(around offset: Int, in bytes: [UInt8]) -> String? {
    let isEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    let offset = min(max(0, offset), bytes.count)
    let start = bytes[..<offset].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(where: isEnd) ?? bytes.count
    return end - start <= longestExcerpt ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
  }

  private static let longestExcerpt = 16_384

  /// How many characters a scalar takes as it is written; 1 for a container, whose bracket is shown.
  private func length(of node: JSONNode) -> Int {
    switch node.kind {
    case .null: return 4
    case .bool: return node.bool == true ? 4 : 5
    case .number: return node.number?.text.utf8.count ?? 1
    case .array, .object: return 1
    case .string:
      var end = node.byteOffset + 1
      while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
      return bytes[node.byteOffset..<min(end + 1, bytes.count)].count { $0 & 0xC0 != 0x80 }
    }
  }
}
