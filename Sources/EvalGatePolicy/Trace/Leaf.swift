import EvalGateCore
import StrictJSON

/// A text or number in the arguments of a call, or what can be acted on within one: an address, a long number, the name of a machine.
struct Leaf {
  let text: String
  let steps: [JSONPathStep]
  /// For a word that could be the name of a machine, wherever it stands in the text.
  var machine: HostMention?
  /// Of words that name a repository of a service, its owner's name and its own.
  var repository: String?
  /// Of its address what is said of its owner, `mallory/`: all that is below is the owner's.
  var owner: String?
  /// Of a number beside other words, and of what is only there when escapes are undone, the whole value: who said that has said what is
  /// in it.
  var whole: String?

  /// Those below what a path selects.
  static func all(of arguments: JSONValue, at path: ArgumentPath) -> [Leaf] {
    var leaves: [Leaf] = []
    let matches = path.matches(in: arguments, withObjects: true)
    for match in matches {
      var steps = match.steps
      visit(match.value, &steps, &leaves)
    }
    guard !matches.isEmpty else { return [] }
    let selected = SelectedCommands(matches)
    return leaves + commands(in: arguments) { selected.hold($1, at: $0) }
  }

  /// Commands that are lists of words, each as the line that a shell would be told.
  private static func commands(
    in arguments: JSONValue, where isMeant: ([JSONPathStep], String) -> Bool = { _, _ in true }
  ) -> [Leaf] {
    arguments.commandLines.filter { isMeant($0.steps, $0.line) }.flatMap { steps, line in
      [Leaf(text: line, steps: steps)] + parts(of: line, steps)
    }
  }

  /// All there are.
  static func all(of arguments: JSONValue) -> [Leaf] {
    var leaves: [Leaf] = []
    var steps: [JSONPathStep] = []
    visit(arguments, &steps, &leaves)
    return leaves + commands(in: arguments)
  }

  private static func visit(_ value: JSONValue, _ steps: inout [JSONPathStep], _ leaves: inout [Leaf]) {
    switch value {
    case .null, .bool: break
    case .number(let number):
      // `12345678.0` is the account 12345678 too, and `189.0` as small a number as 189.
      let plain = number.canonicalText
      let isSmall = Folding.letters(plain).count < TaintedValues.shortest
      let texts = isSmall ? [plain] : Set([number.text, plain]).sorted()
      leaves += texts.map { Leaf(text: $0, steps: steps) }
    case .string(let text):
      let number = LoneNumber(text)
      let isAmount = number?.isAmount ?? false
      let amount = number.flatMap { isAmount ? NumberForms.withoutZeros($0.number) : nil }
      leaves.append(Leaf(text: amount ?? text, steps: steps))
      if !isAmount { leaves += quantities(in: text, number, steps) }
      leaves += parts(of: text, steps)
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append(.index(index))
        visit(element, &steps, &leaves)
        steps.removeLast()
      }
    case .object(let object):
      for (key, member) in object {
        steps.append(.name(key))
        // Keys are words of the tool's own, unless somebody writes an address there.
        leaves += parts(of: key, steps, isKey: true)
        visit(member, &steps, &leaves)
        steps.removeLast()
      }
    }
  }

  /// The numbers of a value that may be amounts of anything: all where the name of the argument asks for one, none where that tells that
  /// it is something else (a title, a host with its port, a file), or else the only one.
  private static func quantities(in text: String, _ number: LoneNumber?, _ steps: [JSONPathStep]) -> [Leaf] {
    let name = steps.lazy.compactMap { if case .name(let name) = $0 { name } else { nil } }.last ?? ""
    let numbers =
      name.lowercased().contains("amount")
      ? LoneNumber.all(in: text).map(NumberForms.withoutZeros)
      : [number].compactMap { $0.flatMap { $0.isQuantity && ArgumentUse(name) == nil ? $0.number : nil } }
    return numbers.map { Leaf(text: $0, steps: steps, whole: text) }
  }

  /// What can be acted on within a text, each once.
  ///
  /// - Parameter isKey: whether the text itself is none of what is looked at otherwise.
  private static func parts(of whole: String, _ steps: [JSONPathStep], isKey: Bool = false) -> [Leaf] {
    var (parts, written): ([String], Set<String>) = ([], [])
    var machines: [HostMention] = []
    var (repositories, addressed): (Set<String>, Set<String>) = ([], [])
    for (place, text) in whole.unwrapped.enumerated() {
      defer { if place == 0 { written = Set(parts) } }
      parts += text.mails.map(\.text) + AddressMention.links(in: text).map(\.text) + text.remoteRepositories
      parts += text.words.flatMap { AddressMention.nested(in: $0, isBare: true) }.map(\.text)
      parts += CommandHosts.names(in: text.withoutServiceRepositories) + longNumbers(in: text)
      repositories.formUnion(RepositoryMention.possible(in: text))
      addressed.formUnion(RepositoryMention.addressed(in: text))
      machines += HostMention.all(in: text) + (ShellText.plain(text).map(HostMention.all) ?? [])
    }
    if !machines.isEmpty {
      let use = ArgumentUse(at: isKey ? steps.dropLast() : steps[...])
      machines = machines.map { $0.read(as: use, in: whole) }
    }
    var seen: Set<String> = isKey ? [] : [whole]
    var named: Set<String> = []
    return parts.filter { seen.insert($0).inserted }.map {
      Leaf(text: $0, steps: steps, whole: written.contains($0) ? nil : whole)
    }
      + machines.filter { named.insert("\($0.name) \($0.isShown) \($0.isDoubtful)").inserted }.map {
        Leaf(text: $0.text, steps: steps, machine: $0)
      }
      + repositories.sorted().map { name in
        let owner = addressed.contains(name) ? RepositoryMention.owner(of: name) : nil
        return Leaf(text: name, steps: steps, repository: name, owner: owner)
      }
  }

  /// Words with eight digits and more, also where they are written in groups: `NO93 8601 1117 947`. A day is none.
  private static func longNumbers(in text: String) -> [String] {
    var numbers: [String] = []
    var row: [Substring.UnicodeScalarView] = []
    func finish() {
      let digits = row.reduce(0) { $0 + $1.count(where: \.isDigit) }
      let isDay = [[4, 2, 2], [2, 2, 4]].contains(row.map(\.count))
      if digits >= 8, !isDay { numbers.append(row.map { String($0) }.joined()) }
      for word in row where row.count > 1 && word.count(where: \.isDigit) >= 8 { numbers.append(String(word)) }
      row.removeAll()
    }
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var end = index
    while index < scalars.endIndex {
      guard scalars[index].isLetterOrDigit else {
        index = scalars.index(after: index)
        continue
      }
      let start = index
      while index < scalars.endIndex, scalars[index].isLetterOrDigit { index = scalars.index(after: index) }
      let joiner = scalars[end..<start]
      let isNext = joiner.count == 1 && (joiner.first == "-" || joiner.first?.properties.isWhitespace ?? false)
      if !isNext { finish() }
      let word = text[start..<index].unicodeScalars
      if word.contains(where: \.isDigit) { row.append(word) } else { finish() }
      end = index
    }
    finish()
    return numbers
  }
}
