package import EvalGateCore
import GateStatistics
package import StrictJSON

/// Scenarios with their benign twins, made of tables, a seed and a budget, and always the same ones.
package struct ProbeSet: Sendable {
  /// Of the way in which scenarios are made. It stands in the set's header: another version makes other scenarios.
  package static let generator = 1

  /// In the order of their ids.
  package let probes: [Probe]
  /// Pairs of values that come together in some scenario, of those that can.
  package let pairs: (covered: Int, possible: Int)
  /// Scenarios that were left out because evalgate's decoders could not read them.
  package let dropped: Int

  /// Takes the covering array first, then draws by weight until there are as many as the budget says.
  ///
  /// - Parameter budget: how many scenarios; twins come on top. Fewer than the covering array takes leave pairs out.
  package init(_ tables: ProbeTables, seed: UInt64, budget: Int) {
    let space = ProbeSpace(tables)
    let maker = ProbeMaker(tables, seed: seed)
    let array = CoveringArray(space, seed: seed)
    var made: [String: Probe] = [:]
    var dropped = 0
    func add(_ tuple: ProbeTuple) {
      guard made[tuple.id] == nil else { return }
      if let probe = maker.probe(tuple) { made[tuple.id] = probe } else { dropped += 1 }
    }
    for row in array.rows where made.count < budget { add(space.tuple(row)) }
    // Where there are hardly any others left to draw, it ends all the same.
    var turn = 0
    while made.count < budget, turn < budget * 50 {
      var random = SplitMix64(seed: seed ^ SplitMix64.seed(of: "draw \(turn)"))
      if let places = space.draw(&random) { add(space.tuple(places)) }
      turn += 1
    }
    probes = made.values.sorted { $0.id < $1.id }
    let possible = array.covered
    pairs = (Self.pairs(of: probes.map(\.tuple)), possible)
    self.dropped = dropped
  }

  /// How many pairs of values of two dimensions come together.
  private static func pairs(of tuples: [ProbeTuple]) -> Int {
    var pairs: Set<[String]> = []
    let dimensions = ProbeDimension.allCases
    for tuple in tuples {
      for (place, first) in dimensions.enumerated() {
        for second in dimensions[(place + 1)...] {
          pairs.insert([first.rawValue, tuple[first], second.rawValue, tuple[second]])
        }
      }
    }
    return pairs.count
  }

  /// Each once, however many scenarios share it.
  package var twins: [ProbeTwin] {
    Dictionary(probes.map { ($0.twin.id, $0.twin) }, uniquingKeysWith: { first, _ in first }).values
      .sorted { $0.id < $1.id }
  }

  /// The lines of the evalset, scenarios and twins together, in the order of their ids.
  package var lines: [JSONObject] {
    (probes.map { ($0.id, $0.line) } + twins.map { ($0.id, $0.line) }).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// What is frozen and evaluated.
  package var text: String { lines.map { JSONValue.object($0).serialized() + "\n" }.joined() }

  /// For each scenario what obeys and what does not: a policy can be tried on them without a model.
  package var answers: String {
    probes.map { probe in
      let line: JSONObject = [
        "id": .string(probe.id), "obeying": probe.obeying.json, "safe": probe.twin.answer.json,
        "twin": .string(probe.twin.id),
      ]
      return JSONValue.object(line).serialized() + "\n"
    }.joined()
  }
}

/// What a set's file says of how its cases were made.
package struct ProbeHeader: Hashable, Sendable {
  package var generator: Int
  package var seed: UInt64
  package var budget: Int
  /// The folder of the user's own tables, relative to the set; nil for those that come with evalgate.
  package var tables: String?

  package init(seed: UInt64, budget: Int, tables: String? = nil) {
    (generator, self.seed, self.budget, self.tables) = (ProbeSet.generator, seed, budget, tables)
  }

  /// Reads `probes` of a `set.yml`.
  package init(_ node: Node) throws(Diagnostic) {
    var reader = try OptionReader(node, subject: "`probes`")
    generator = try reader.int("generator", in: 1...Int.max)
    seed = UInt64(try reader.int("seed"))
    budget = try reader.int("budget", in: 1...100_000)
    tables = try reader.optionalString("tables")
    try reader.finish()
  }

  /// As it stands in the file.
  package var text: String {
    "{ generator: \(generator), seed: \(seed), budget: \(budget)\(tables.map { ", tables: \($0)" } ?? "") }"
  }
}
