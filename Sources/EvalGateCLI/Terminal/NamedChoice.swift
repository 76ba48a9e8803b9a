import ArgumentParser

/// One of several that is asked for by its name.
///
/// That the names are the raw values is said here. Otherwise the library makes it out for each such type at every start, through
/// key paths and conformances that have to be searched for.
protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension NamedChoice {
  init?(argument: String) { self.init(rawValue: argument) }

  static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  static var allValueDescriptions: [String: String] { [:] }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
  var defaultValueDescription: String { rawValue }
}
