import GateStatistics
import JSONSchema
import StrictJSON
import Synchronization

/// What a run is going to ask, before anything is asked.
public struct Plan: Sendable {
  /// One question to a model: a trial of a case, on one arm.
  ///
  /// In twelve bytes, because a plan of a million cases holds a million of them.
  public struct Entry: Hashable, Sendable {
    private let suiteIndex: Int32
    private let position: Int32
    private let trialNumber: Int16
    public let arm: Arm

    public var suite: Int { Int(suiteIndex) }
    public var caseIndex: Int { Int(position) }
    public var trial: Int { Int(trialNumber) }

    public init(suite: Int, caseIndex: Int, trial: Int, arm: Arm) {
      suiteIndex = Int32(clamping: suite)
      position = Int32(clamping: caseIndex)
      trialNumber = Int16(clamping: trial)
      self.arm = arm
    }
  }

  /// The base arm of a suite: what the suite is at the base, asked the head's cases.
  public struct BaseArm: Sendable {
    /// Prompt, policy and route of the base revision, with the cases and checks of the head.
    public let suite: Suite
    /// Ids of the cases that have no stored result to be compared with.
    public let cases: Set<String>

    public init(suite: Suite, cases: Set<String>) {
      self.suite = suite
      self.cases = cases
    }
  }

  public let suites: [Suite]
  /// The base arm of each suite, by position; nil where nothing of it can be asked.
  public let bases: [Suite?]
  /// In plan order: suite by suite, case by case in file order, trial by trial. An entry's ordinal is its position here.
  public let entries: [Entry]
  public let selection: Selection
  public let shard: Shard?
  /// Over suites, tuples, cases and trials: two processes with equal digests do the same work.
  ///
  /// Worked out when it is first asked for: most commands plan and never ask, and it takes longer than the plan itself.
  public var digest: Digest { known.digest { Self.digest(suites, bases, entries) } }
  private let known = KnownDigest()
  /// Its shard's ordinals; nil for all of them.
  let part: [Int]?

  /// Ordinals that this process runs, in order: all of them, or its shard's.
  public var mine: [Int] { part ?? Array(entries.indices) }
  public var mineCount: Int { part?.count ?? entries.count }

  /// Entries of a suite, shard or not.
  public func count(in suite: Int) -> Int { entries.count { $0.suite == suite } }

  /// Entries of a suite on one arm, shard or not.
  public func count(in suite: Int, on arm: Arm) -> Int { entries.count { $0.suite == suite && $0.arm == arm } }

  public func header(of ordinal: Int) -> CaseHeader {
    let entry = entries[ordinal]
    return suites[entry.suite].evalset.cases.header(at: entry.caseIndex)
  }
}

extension Plan {
  /// - Parameters:
  ///   - trials: overrides what suites, sets and cases say.
  ///   - bases: the base arm by suite, where it can be asked. A case is asked on it as often as on the head, side by side.
  public init(
    _ project: Project, selection: Selection = Selection(), trials: Int? = nil, shard: Shard? = nil,
    bases: [String: BaseArm] = [:]
  ) {
    let chosen = selection.suites(of: project)
    var entries: [Entry] = []
    for (index, suite) in chosen.enumerated() {
      let cases = suite.evalset.cases
      for caseIndex in 0..<cases.count {
        let header = cases.header(at: caseIndex)
        guard selection.accepts(header) else { continue }
        let count = trials ?? header.trials ?? suite.trials ?? suite.evalset.trials
        for trial in 1...max(1, count) {
          entries.append(Entry(suite: index, caseIndex: caseIndex, trial: trial, arm: .head))
        }
        guard bases[suite.name]?.cases.contains(header.id) == true else { continue }
        for trial in 1...max(1, count) {
          entries.append(Entry(suite: index, caseIndex: caseIndex, trial: trial, arm: .base))
        }
      }
    }
    suites = chosen
    self.bases = chosen.map { bases[$0.name]?.suite }
    self.entries = entries
    self.selection = selection
    self.shard = shard
    part = shard.map { shard in
      entries.indices.filter { ordinal in
        let entry = entries[ordinal]
        return shard.takes(ordinal: ordinal, caseID: chosen[entry.suite].evalset.cases.header(at: entry.caseIndex).id)
      }
    }
  }

  private static func digest(_ suites: [Suite], _ bases: [Suite?], _ entries: [Entry]) -> Digest {
    // One case's digests and trial after another, rather than one huge JSON value, and never all of them at once.
    var stream = DigestStream()
    var bytes: [UInt8] = []
    for suite in suites {
      bytes.append(contentsOf: "\(suite.name)\n\(suite.tuple.digest.hex)\n".utf8)
      // What excuses a result is no part of the tuple, and of the verdict all the same.
      for waiver in suite.evalset.waivers {
        bytes.append(contentsOf: "waiver \(waiver.caseID) \(waiver.check ?? "") \(waiver.expires)\n".utf8)
      }
    }
    // A base arm that is only there to be asked for a confirmation makes no other plan.
    let asked = Set(entries.lazy.filter { $0.arm == .base }.map(\.suite))
    for (index, base) in bases.enumerated() where asked.contains(index) {
      if let base { bytes.append(contentsOf: "\(base.name) \(Arm.base.rawValue)\n\(base.tuple.digest.hex)\n".utf8) }
    }
    for entry in entries {
      let header = suites[entry.suite].evalset.cases.header(at: entry.caseIndex)
      bytes.append(contentsOf: "\(entry.suite) ".utf8)
      bytes.append(contentsOf: header.id.utf8)
      bytes.append(UInt8(ascii: " "))
      header.digest.appendHex(to: &bytes)
      bytes.append(UInt8(ascii: " "))
      header.checksDigest.appendHex(to: &bytes)
      bytes.append(contentsOf: " \(entry.trial) \(entry.arm.rawValue)\n".utf8)
      guard bytes.count > 1 << 15 else { continue }
      stream.update(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    stream.update(bytes)
    return stream.digest
  }
}

/// A digest that is worked out once.
private final class KnownDigest: Sendable {
  private let known = Mutex<Digest?>(nil)

  func digest(_ make: () -> Digest) -> Digest {
    known.withLock { known in
      if let known { return known }
      let made = make()
      known = made
      return made
    }
  }
}

extension Shard {
  /// By position (even, whatever the cases are) or by a hash of the id (a case stays where it is when others come and go).
  func takes(ordinal: Int, caseID: String) -> Bool {
    switch method {
    case .slice: ordinal % count == index - 1
    case .hash: Int(FNV1a().adding(caseID.utf8).value % UInt64(count)) == index - 1
    }
  }
}

extension Selection {
  /// The suites that are meant, in the project's order.
  public func suites(of project: Project) -> [Suite] {
    isNothing ? [] : project.suites.filter { suites.isEmpty || suites.contains($0.name) }
  }

  public func accepts(_ header: CaseHeader) -> Bool {
    (tags.isEmpty || tags.contains { header.tags.contains($0) })
      && (cases.isEmpty || cases.contains { Glob($0).matches(header.id) })
  }
}

extension Suite {
  /// What made this suite's outputs and verdicts, as far as it is known before asking.
  public var tuple: RunTuple {
    RunTuple(
      suite: name, home: home,
      prompt: Versioned(id: prompt.id, version: prompt.version, digest: prompt.digest),
      tools: prompt.tools.map { Versioned(id: $0.id, version: $0.version, digest: $0.digest) },
      preprocess: prompt.preprocess.map { "\($0.rawValue)@\(PreprocessStep.revision)" },
      policy: policy.map { Versioned(id: $0.id, version: $0.version, digest: $0.digest) },
      evalset: Versioned(id: evalset.id, version: evalset.version, digest: evalset.digest),
      checks: evalset.checkRevisions,
      route: RouteIdentity(
        name: route.name, targets: route.targets.map(\.name),
        identity: .array(route.targets.map { .object($0.identity) }), routing: route.routing),
      schemaFormat: prompt.outputSchema.map {
        ($0.compiled.format == .assertion ? SchemaSettings.Behaviour.assertion : .annotation).rawValue
      })
  }
}
