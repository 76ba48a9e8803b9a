public import EvalGateCore

/// The formats there are: one file each.
public enum Reporters {
  public static let all: [any Reporter.Type] = [TextReporter.self, MarkdownReporter.self, JSONReporter.self]

  public static func named(_ id: String) -> (any Reporter.Type)? { all.first { $0.id == id } }
}
