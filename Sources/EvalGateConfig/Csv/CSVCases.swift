import EvalGateCore

extension CSVTable {
  /// Every row as a case: a column is a key. An empty cell of a key that cases know is absent, of a variable the empty text.
  ///
  /// `tags` are separated by `;`, `trials` is a number, and cells of `expected`, `checks`, `turns`, `setup` and `vars` that
  /// begin with a bracket or brace are JSON.
  func cases(_ problems: inout Problems) -> [Node] {
    rows.map { row in
      var entries: [Node.Entry] = []
      for (name, cell) in zip(header, row.fields) {
        let key = name.source ?? ""
        guard let value = Self.value(cell, of: key, &problems) else { continue }
        entries.append(Node.Entry(key: key, keyLocation: name.location, value: value))
      }
      return Node(.mapping(entries), at: row.place)
    }
  }

  private static func value(_ cell: Node, of key: String, _ problems: inout Problems) -> Node? {
    guard CaseReader.Key(rawValue: key) != nil else { return cell }
    let text = cell.source ?? ""
    switch key {
    case _ where text.isEmpty: return nil
    case "tags":
      let tags = text.split(separator: ";").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
      return Node(.sequence(tags.map { Node(.string($0), at: cell.location, source: $0) }), at: cell.location)
    case "trials":
      guard case .content(let content) = YAMLScalar(plain: text) else { return cell }
      return Node(content, at: cell.location, source: text)
    case "expected", "checks", "turns", "setup", "vars":
      guard text.first == "{" || text.first == "[" else { return cell }
      return problems.collect { () throws(Diagnostic) in
        do throws(Diagnostic) {
          // Places inside a cell are those of the cell: quoting shifts them.
          let read = try JSONReader.read(Array(text.utf8), path: cell.location.path, firstLine: cell.location.line)
          return Node(read.json, at: cell.location)
        } catch {
          throw Diagnostic(
            .csvSyntax, "column `\(key)` is not JSON: \(error.message)", at: cell.location,
            help: "write strict JSON, with every quote doubled")
        }
      }
    default: return cell
    }
  }
}
