import EvalGateCore
import StrictJSON

/// A file of JSON lines that something else wrote, read with every problem at once.
struct ForeignLines {
  /// As messages name it.
  let path: String
  /// What a line has to be, in a message's help.
  let form: String

  /// - Throws: `Problems` with every line that cannot be used, also by what `take` throws.
  func forEach(_ bytes: [UInt8], _ take: (JSONObject, SourceLocation) throws -> Void) throws {
    var problems = Problems()
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) else { continue }
      let place = SourceLocation(path: path, line: number + 1)
      do {
        try take(object(Array(line), place), place)
      } catch var diagnostic as Diagnostic {
        // As much of the line as a screen can show around the place.
        diagnostic.excerpt = diagnostic.excerpt ?? String(decoding: line.prefix(4096), as: UTF8.self)
        problems.add(diagnostic)
      }
    }
    if problems.hasErrors { throw problems }
  }

  private func object(_ line: [UInt8], _ place: SourceLocation) throws -> JSONObject {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: line)
    } catch {
      throw problem(error.message, SourceLocation(path: path, line: place.line, column: error.column))
    }
    guard let object = value.objectValue else {
      throw problem("a line must be an object, not \(value.kindName)", place)
    }
    return object
  }

  func problem(_ message: String, _ place: SourceLocation) -> Diagnostic {
    Diagnostic(.plainLine, message, at: place, help: form)
  }
}

/// Where the cases of a suite stand, found by the ids that lines made elsewhere give.
struct CaseIndex {
  /// A trial of a case.
  struct Place: Hashable {
    let position: Int
    let trial: Int
  }

  private let suite: Suite
  private let positions: [String: Int]

  init(_ suite: Suite) {
    self.suite = suite
    positions = Dictionary(
      (0..<suite.evalset.cases.count).map { (suite.evalset.cases.header(at: $0).id, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The place of a case.
  func position(of id: String, _ place: SourceLocation) throws(Diagnostic) -> Int {
    if let position = positions[id] { return position }
    throw Diagnostic(
      .plainLine, "suite `\(suite.name)` has no case `\(id)`", at: place,
      label: suggestion(for: id, among: positions.keys).map { "did you mean `\($0)`?" },
      help: "ids are those of the evalset")
  }

  /// The place of a request that was named after its case, or `CASE#TRIAL` where a case was asked several times.
  func place(ofRequest id: String, _ place: SourceLocation) throws(Diagnostic) -> Place {
    if positions[id] == nil, let mark = id.lastIndex(of: "#"), let trial = Int(id[id.index(after: mark)...]), trial >= 1
    {
      return Place(position: try position(of: String(id[..<mark]), place), trial: trial)
    }
    return Place(position: try position(of: id, place), trial: 1)
  }
}

extension DiagnosticCode {
  static let plainLine = DiagnosticCode(
    "gate/line", "A line of results made elsewhere cannot be used. No line is skipped silently.")
}
