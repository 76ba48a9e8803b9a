public import EvalGateCore

/// The formats there are: one file or one small folder each.
public enum Reporters {
  public static let all: [any Reporter.Type] = [
    TextReporter.self, MarkdownReporter.self, HTMLReporter.self, JSONReporter.self, JSONLReporter.self,
    JUnitReporter.self, SARIFReporter.self, GitHubReporter.self, GitLabReporter.self, CSVReporter.self,
  ]

  public static func named(_ id: String) -> (any Reporter.Type)? { all.first { $0.id == id } }
}
