package import EvalGateCore

/// A YAML file that is no part of a project, such as a table that cases are made of.
package enum YAMLFile {
  /// - Parameter path: as messages name it.
  /// - Throws: everything that is wrong with it, with its place.
  package static func read(_ bytes: [UInt8], path: String) throws(Problems) -> Node {
    let text: SourceText
    do throws(Diagnostic) {
      text = try SourceText(bytes, path: path)
    } catch {
      throw Problems([error])
    }
    return try YAMLReader.read(text)
  }
}
