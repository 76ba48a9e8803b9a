public import JSONSchema
import StrictJSON

/// What a use of a schema asks of it beyond its text: whether `format` and the `content…` keywords fail a string.
public struct SchemaSettings: Hashable, Sendable {
  /// A word of a file for what a keyword does (2020-12 validation, sections 7.2 and 8).
  public enum Behaviour: String, Hashable, Sendable, CaseIterable { case assertion, annotation }

  public var format: Behaviour
  public var content: Behaviour

  /// What a model's output is held to unless a file says otherwise: formats count.
  public init(format: Behaviour = .assertion, content: Behaviour = .annotation) {
    self.format = format
    self.content = content
  }

  /// Reads `format` and `content`.
  public init(options: inout OptionReader) throws(Diagnostic) {
    format = try options.choice("format", default: .assertion)
    content = try options.choice("content", default: .annotation)
  }

  /// As the library takes them.
  public var options: JSONSchema.Options {
    JSONSchema.Options(
      format: format == .assertion ? .assertion : .annotation, assertsContent: content == .assertion)
  }

  /// What differs from the usual, for digests: a setting that nobody wrote changes none.
  public var unusual: [String] {
    (format == .assertion ? [] : ["format: annotation"]) + (content == .annotation ? [] : ["content: assertion"])
  }
}
