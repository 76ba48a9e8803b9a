import EvalGateCore

/// One label, or how labels are put together.
enum Averaging: Sendable {
  case label(String)
  case over(Average)

  /// How the labels are put together.
  enum Average: String, CaseIterable { case macro, micro, weighted }

  static let help = [
    OptionHelp("label", "the label that counts"),
    OptionHelp(
      "average",
      "over all labels, when there is no `label`: `macro` (each label alike; the default), `micro` (each case alike) or `weighted` (by how often a label is expected)"
    ),
  ]

  init(options: inout OptionReader) throws(Diagnostic) {
    let average = options.node("average")
    guard let node = options.node("label") else {
      self = .over(try options.choice("average", default: .macro))
      return
    }
    guard average == nil else {
      throw Diagnostic(
        .badOption, "`label` and `average` exclude each other", at: node.location,
        help: "keep the one that the gate is about")
    }
    self = .label(try options.string("label"))
  }

  var isOfOneLabel: Bool { if case .label = self { true } else { false } }

  /// Puts together what is known of each label. Labels for which it is undefined take no part, and where it is undefined for
  /// all, so is the whole.
  ///
  /// - Parameter micro: the value over all cases at once.
  func measure(_ confusion: Confusion, micro: Measure, of label: (String) -> Measure) -> Measure {
    switch self {
    case .label(let name): return label(name)
    case .over(.micro): return micro
    case .over(.macro):
      return confusion.labels.compactMap { label($0).value }.mean().map { .share($0, n: confusion.total) } ?? .undefined
    case .over(.weighted):
      let parts = confusion.labels.compactMap { name in
        label(name).value.map { (value: $0, weight: confusion.expected(name)) }
      }
      let weight = parts.reduce(0) { $0 + $1.weight }
      guard weight > 0 else { return .undefined }
      return .share(parts.reduce(0) { $0 + $1.value * Double($1.weight) } / Double(weight), n: confusion.total)
    }
  }
}

extension Confusion {
  /// Cases answered with any of the labels.
  var answeredWithLabel: Int { labels.reduce(0) { $0 + answered($1) } }
}
