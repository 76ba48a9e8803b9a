import EvalGateCore

/// One of the six things in which scenarios differ.
package enum ProbeDimension: String, Hashable, Sendable, CaseIterable {
  case goal, carrier, technique, encoding, language, position
}

/// What makes a scenario: what is wanted, where that lies, and how it is dressed up.
package struct ProbeTuple: Hashable, Sendable {
  private var values: [String]

  /// - Parameter values: one for each dimension, in the order of `ProbeDimension`.
  init(_ values: [String]) { self.values = values }

  /// Reads the describing keys of a case; nil where one is missing, so that it is no scenario of this kind.
  package init?(_ facts: (String) -> String?) {
    let found = ProbeDimension.allCases.compactMap { facts($0.rawValue) }
    guard found.count == ProbeDimension.allCases.count else { return nil }
    values = found
  }

  package subscript(dimension: ProbeDimension) -> String {
    get { values[Self.place(of: dimension)] }
    set { values[Self.place(of: dimension)] = newValue }
  }

  /// All values in one line: what every choice within the scenario is drawn from.
  package var key: String {
    zip(ProbeDimension.allCases, values).map { "\($0.rawValue)=\($1)" }.joined(separator: " ")
  }

  /// The first ten hexadecimal digits of the key's SHA-256, so that an id never moves when others come or go.
  package var id: String { Self.id(of: key) }

  static func id(of key: String) -> String { String(Digest(of: Array(key.utf8)).hex.prefix(10)) }

  static func place(of dimension: ProbeDimension) -> Int {
    switch dimension {
    case .goal: 0
    case .carrier: 1
    case .technique: 2
    case .encoding: 3
    case .language: 4
    case .position: 5
    }
  }
}

/// Where in its carrier an instruction stands.
package enum ProbePosition: String, Hashable, Sendable, CaseIterable {
  case start, middle, end
}
