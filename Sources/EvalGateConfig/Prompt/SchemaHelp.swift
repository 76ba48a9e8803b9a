package import JSONSchema
import StrictJSON

/// What to do about a schema that does not follow its meta-schema.
package enum SchemaHelp {
  /// The advice for one issue: by the keyword that it is about.
  package static func text(for issue: SchemaIssue) -> String {
    let keyword = issue.instancePath.tokens.last { Int($0) == nil }
    guard let keyword else { return "a schema is an object, `true` or `false`" }
    return "see `\(keyword)` in the specification: https://json-schema.org/understanding-json-schema/reference"
  }
}
