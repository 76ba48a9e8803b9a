import EvalGateConfig
import EvalGateCore
import EvalGateImport
import StrictJSON

/// Files of another tool that stand in a test.
struct MemoryFiles: ForeignFiles {
  let files: [String: String]

  private func bytes(_ path: String) throws -> [UInt8] {
    guard let text = files[path] else { throw Missing(path: path) }
    return Array(text.utf8)
  }

  struct Missing: Error { let path: String }

  func value(_ path: String) throws -> Node { try WrittenFile.yaml(bytes(path), path: path) }
  func lines(_ path: String) throws -> [Node] { try WrittenFile.lines(bytes(path), path: path) }
  func rows(_ path: String) throws -> [Node] { try WrittenFile.rows(bytes(path), path: path) }
  func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
  func paths(matching pattern: String) throws -> [String] { files.keys.filter(Glob(pattern).matches).sorted() }
}

extension Imported {
  func file(_ path: String) -> String { files.first { $0.path == path }?.text ?? "(no \(path))" }

  /// Every case of the set, in order.
  var cases: [JSONValue] {
    (files.first { $0.path.hasSuffix("/cases.jsonl") }?.text ?? "").split(separator: "\n")
      .compactMap { try? JSONValue(parsing: Array($0.utf8)) }
  }

  /// The messages, each with its line.
  var messages: [String] { notes.map { "\($0.location?.line ?? 0): \($0.message)" } }
}

/// The text as JSON, so that a test reads as what it expects.
func json(_ text: String) -> JSONValue? { try? JSONValue(parsing: Array(text.utf8)) }
