/// A file of cases.
public struct Evalset: Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable { case schema, task, safety }
  public enum Task: String, Hashable, Sendable, CaseIterable { case classification, extraction, routing, generation }

  public let id: String
  public let declaredVersion: String?
  /// Over the set's settings and every case, in order.
  public let digest: Digest
  public let location: SourceLocation
  public let kind: Kind
  public let task: Task?
  public let slices: [Slice]
  public let trials: Int
  /// Which case key or variable groups cases that are not independent.
  public let clusterKey: String?
  /// The cases that are asked.
  public private(set) var cases: any CaseList
  /// Cases that stand in the file and are not asked, in its order.
  public let retired: [RetiredCase]
  public let waivers: [Waiver]
  /// Revision by id of every check that judges a case of the set.
  public let checkRevisions: [String: Int]
  /// The programs that checks of the set ask, each once, so that one that cannot run is known before anything is asked.
  public let programs: [JudgeProgram]
  /// Where committed recordings lie, whether or not the file exists.
  public let recordingsPath: String
  /// Ids of cases of elsewhere that are asked after the file's own.
  package private(set) var askedBeside: Set<String> = []
  /// All cases of the file, retired ones among them.
  private let written: any CaseList

  /// - Parameter cases: all cases of the file, those that are retired among them.
  public init(
    id: String, declaredVersion: String?, digest: Digest, location: SourceLocation, kind: Kind = .task,
    task: Task? = nil, slices: [Slice] = [], trials: Int = 1, clusterKey: String? = nil, cases: any CaseList,
    retired: [RetiredCase] = [], waivers: [Waiver] = [], checkRevisions: [String: Int] = [:],
    programs: [JudgeProgram] = [],
    recordingsPath: String
  ) {
    self.id = id
    self.declaredVersion = declaredVersion
    self.digest = digest
    self.location = location
    self.kind = kind
    self.task = task
    self.slices = slices
    self.trials = trials
    self.clusterKey = clusterKey
    let skipped = Set(retired.map(\.position))
    self.cases =
      retired.isEmpty ? cases : SelectedCases(cases, at: (0..<cases.count).filter { !skipped.contains($0) })
    written = cases
    self.retired = retired
    self.waivers = waivers
    self.checkRevisions = checkRevisions
    self.programs = programs
    self.recordingsPath = recordingsPath
  }

  public var version: String { declaredVersion ?? digest.short }

  /// The same cases under other rules.
  ///
  /// - Parameters:
  ///   - reinstated: ids of retired cases that are asked all the same.
  ///   - amendments: how cases count beside what their file says, by id.
  ///   - beside: cases of elsewhere that are asked after the file's own.
  func with(
    kind: Kind, waivers: [Waiver], reinstated: Set<String> = [], amendments: [String: CaseAmendment] = [:],
    beside: [EvalCase] = []
  ) -> Evalset {
    var evalset = Evalset(
      id: id, declaredVersion: declaredVersion, digest: digest, location: location, kind: kind, task: task,
      slices: slices, trials: trials, clusterKey: clusterKey,
      cases: amendments.isEmpty && beside.isEmpty
        ? written : SelectedCases(written, at: Array(0..<written.count), amendments: amendments, beside: beside),
      retired: retired.filter { !reinstated.contains($0.header.id) }, waivers: waivers,
      checkRevisions: checkRevisions, programs: programs, recordingsPath: recordingsPath)
    evalset.askedBeside = Set(beside.map(\.id))
    return evalset
  }

  /// The same cases, so that a prompt can be asked them that was written for another form of the set (``WordedCases``).
  func worded(as before: Evalset, for prompt: Prompt) -> Evalset {
    guard digest != before.digest, let worded = WordedCases(cases, as: before.cases, for: prompt) else { return self }
    var evalset = self
    evalset.cases = worded
    return evalset
  }

  /// A case that is not asked.
  func evalCase(of retired: RetiredCase) throws -> EvalCase { try written.evalCase(at: retired.position) }
}

/// Cases read one at a time, so that memory does not grow with what they contain.
public protocol CaseList: Sendable {
  var count: Int { get }
  /// What selecting and planning need, kept in memory.
  func header(at index: Int) -> CaseHeader
  /// The whole case. Reading it again gives the same case or an error, never another one.
  /// - Throws: `Diagnostic` when the file changed or vanished since it was loaded.
  func evalCase(at index: Int) throws -> EvalCase
}

/// Cases that are all in memory: small sets, YAML, CSV and tests.
public struct LoadedCases: CaseList {
  public let cases: [EvalCase]

  public init(_ cases: [EvalCase]) { self.cases = cases }

  public var count: Int { cases.count }
  public func evalCase(at index: Int) -> EvalCase { cases[index] }
  public func header(at index: Int) -> CaseHeader {
    let one = cases[index]
    return CaseHeader(
      id: one.id, digest: one.digest, checksDigest: one.checksDigest, location: one.location, tags: one.tags,
      severity: one.severity, trials: one.trials, cluster: one.cluster)
  }
}

/// A named group of cases that is reported apart: all cases with a tag (`lang:de`), or one for every value of a tag's
/// prefix (`lang:*`).
public struct Slice: Hashable, Sendable {
  public let name: String
  public let tag: String

  public init(name: String, tag: String) {
    self.name = name
    self.tag = tag
  }
}

/// A named, dated, owned exception for one check of one case.
public struct Waiver: Hashable, Sendable {
  public let caseID: String
  /// The check's id, or nil for every check of the case.
  public let check: String?
  public let reason: String
  public let owner: String
  /// The last day on which it holds, in UTC.
  public let expires: CalendarDate
  public let location: SourceLocation

  public init(
    caseID: String, check: String?, reason: String, owner: String, expires: CalendarDate, location: SourceLocation
  ) {
    self.caseID = caseID
    self.check = check
    self.reason = reason
    self.owner = owner
    self.expires = expires
    self.location = location
  }
}
