import EvalGateCore

extension TaintedValues {
  /// What is looked for in what was said, since the arguments of calls hold it.
  struct Wanted: Sendable {
    /// By their letters.
    private(set) var values: Set<[UInt8]> = []
    private(set) var machines: Set<String> = []
    private(set) var repositories: Set<String> = []
    private(set) var days: Set<CalendarDate> = []
    /// Those that begin with the code of a country, or may.
    private(set) var telephones: Set<TelephoneNumber> = []

    /// Every telephone is a value, too.
    var isEmpty: Bool { values.isEmpty && machines.isEmpty && repositories.isEmpty && days.isEmpty }

    init() {}

    init(_ trace: Trace, _ tools: [ToolRule]) {
      for call in trace.calls where call.index != nil {
        guard let arguments = call.arguments else { continue }
        for rule in tools.holding(for: CalledTool(call.call.name)) {
          var leaves = (rule.taint?.paths ?? []).flatMap { Leaf.all(of: arguments, at: $0) }
          if rule.confirm?.condition == .tainted { leaves += Leaf.all(of: arguments) }
          for leaf in leaves { add(leaf) }
        }
      }
    }

    private mutating func add(_ leaf: Leaf) {
      guard leaf.machine == nil else { return machines.formUnion(leaf.machine?.names ?? []) }
      if let repository = leaf.repository {
        repositories.formUnion([repository, leaf.owner ?? repository])
        return
      }
      for form in TaintedValues.forms(of: leaf.text) + [TaintedValues.repository(leaf.text)].compactMap(\.self) {
        values.formUnion(form.pieces)
      }
      values.formUnion(TaintedValues.domains(of: leaf.text).map { Folding.letters($0) })
      days.formUnion(WrittenDay.days(ofWhole: leaf.text))
      if let number = TelephoneNumber(leaf.text.trimmingSpaces), number.code != nil { telephones.insert(number) }
    }
  }
}
