import CurlHTTP
import EvalGateCore
import StrictJSON

/// Reads the answer of a service: what must be there is an error when it is not, and quotes the body's start.
struct BodyReader {
  let response: HTTPResponse
  let root: JSONNode

  /// - Throws: what the status says, or `unreadable` where the body is not one JSON object.
  init(_ response: HTTPResponse) throws(GenerationFailure) {
    guard (200..<300).contains(response.status) else { throw .status(of: response) }
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: response.body)
    } catch {
      throw .unreadable(
        "a body that is not JSON (\(error.message) at line \(error.line), column \(error.column))", response)
    }
    guard document.root.kind == .object else {
      throw .unreadable("JSON that is not an object", response)
    }
    self.response = response
    root = document.root
  }

  /// A member that must be there.
  func required(
    _ key: String, of node: JSONNode, as path: String, _ kind: JSONKind
  ) throws(GenerationFailure) -> JSONNode {
    guard let value = node[key], !value.isNull else { throw unreadable("no `\(path)`") }
    guard value.kind == kind else { throw unreadable("`\(path)` that is no \(kind.rawValue)") }
    return value
  }

  func requiredString(_ key: String, of node: JSONNode, as path: String) throws(GenerationFailure) -> String {
    try required(key, of: node, as: path, .string).string ?? ""
  }

  /// A text that may be missing; whatever else stands in its place would be lost.
  func optionalString(_ key: String, of node: JSONNode, as path: String) throws(GenerationFailure) -> String? {
    guard let value = node[key], !value.isNull else { return nil }
    guard let text = value.string else { throw unreadable("`\(path)` that is no string") }
    return text
  }

  func unreadable(_ why: String) -> GenerationFailure { .unreadable(why, response) }

  /// More than one answer, of which nobody asked for the others: what they say and call would not be judged.
  func severalAnswers(_ key: String) -> GenerationFailure { unreadable("several answers in `\(key)`") }

  /// What a model made that is neither words nor calls.
  func made(_ what: String) -> GenerationFailure { unreadable("\(what) that the model made, which nobody would judge") }

  /// Something of a kind that nobody here knows.
  func unknown(_ what: String, _ kind: String) -> GenerationFailure {
    unreadable("\(what) of the unknown kind `\(kind.utf8.count > 60 ? "…" : kind)`")
  }
}

extension JSONNode {
  /// A count of something: an integer of at least 0 that can be one. Absent is absent.
  func tokens(_ key: String) -> Int? {
    guard let value = self[key]?.number?.int, (0...Usage.largestCount).contains(value) else { return nil }
    return value
  }

  /// What is counted in several places, together: what is written nowhere is none of it. Nil where nothing is written, and where
  /// something is that is no count.
  func tokens(inAll keys: [String]) -> Int? {
    var sum: Int?
    for key in keys {
      guard let written = self[key], !written.isNull else { continue }
      guard let count = tokens(key) else { return nil }
      sum = (sum ?? 0) + count
    }
    return sum
  }

  /// An error that is reported beside whatever else there is; nil where the member is absent, null or empty.
  var reportedError: JSONNode? {
    guard let error = self["error"] else { return nil }
    switch error.kind {
    case .object: return error.count > 0 ? error : nil
    case .string: return error.string?.isEmpty == false ? error : nil
    default: return nil
    }
  }

  /// A text that is there and not empty.
  func text(_ key: String) -> String? {
    guard let value = self[key]?.string, !value.isEmpty else { return nil }
    return value
  }
}
