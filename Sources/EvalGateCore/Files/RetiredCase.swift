/// A case that stays in its file and is asked no more: skipped, and listed with the reason wherever the set is reported.
public struct RetiredCase: Hashable, Sendable {
  /// What names the case.
  public let header: CaseHeader
  /// Why nobody asks it any more, in the words of whoever retired it.
  public let reason: String
  /// Where it stands among the cases as written, counted from 0.
  public let position: Int

  /// A case by its place among those of its file.
  public init(header: CaseHeader, reason: String, position: Int) {
    self.header = header
    self.reason = reason
    self.position = position
  }
}

/// Some of the cases of a list, in its order, and others after them; some count otherwise than the list says.
struct SelectedCases: CaseList {
  private let written: any CaseList
  private let positions: [Int]
  /// By id.
  private let amendments: [String: CaseAmendment]
  private let beside: LoadedCases

  /// - Parameters:
  ///   - positions: where they stand in the list, in order.
  ///   - beside: what comes after them.
  init(
    _ written: any CaseList, at positions: [Int], amendments: [String: CaseAmendment] = [:], beside: [EvalCase] = []
  ) {
    self.written = written
    self.positions = positions
    self.amendments = amendments
    self.beside = LoadedCases(beside)
  }

  var count: Int { positions.count + beside.count }

  func header(at index: Int) -> CaseHeader {
    guard index < positions.count else { return beside.header(at: index - positions.count) }
    let header = written.header(at: positions[index])
    return amendments[header.id].map(header.amended) ?? header
  }

  func evalCase(at index: Int) throws -> EvalCase {
    guard index < positions.count else { return beside.evalCase(at: index - positions.count) }
    let evalCase = try written.evalCase(at: positions[index])
    return amendments[evalCase.id].map(evalCase.amended) ?? evalCase
  }
}
