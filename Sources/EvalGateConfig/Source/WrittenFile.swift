package import EvalGateCore

/// Reads the text of a file that is not part of a project, with the same care and the same places in messages.
package enum WrittenFile {
  package static func yaml(_ bytes: [UInt8], path: String) throws -> Node {
    try YAMLReader.read(SourceText(bytes, path: path))
  }

  package static func json(_ bytes: [UInt8], path: String) throws(Diagnostic) -> Node {
    try JSONReader.read(SourceText(bytes, path: path))
  }

  /// The values of a JSONL file; blank lines are left out.
  package static func lines(_ bytes: [UInt8], path: String) throws -> [Node] {
    let text = try SourceText(bytes, path: path)
    var problems = Problems()
    var nodes: [Node] = []
    for (index, line) in text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      do throws(Diagnostic) {
        nodes.append(try JSONReader.read(Array(line), path: path, firstLine: index + 1))
      } catch {
        problems.add(error)
      }
    }
    if problems.hasErrors { throw problems }
    return nodes
  }

  /// The rows of a CSV file as mappings from its header.
  package static func rows(_ bytes: [UInt8], path: String) throws -> [Node] {
    let table = try CSVTable(SourceText(bytes, path: path))
    return table.rows.map { row in
      Node(
        .mapping(
          zip(table.header, row.fields).map {
            Node.Entry(key: $0.source ?? "", keyLocation: $0.location, value: $1)
          }), at: row.place)
    }
  }
}
