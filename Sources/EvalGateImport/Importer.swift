public import EvalGateCore

/// Reads the files of one other tool and says what they are here.
///
/// A new one is one file and one line in `Importers`.
public protocol Importer: Sendable {
  /// As the command line names it: `promptfoo`.
  static var id: String { get }
  /// One sentence for the help and the documentation.
  static var summary: String { get }

  /// - Parameter path: the file that was named, as `files` knows it.
  /// - Throws: what keeps the whole file from being read. What merely cannot be converted stands in the result.
  static func convert(_ path: String, _ options: ImportOptions, files: any ForeignFiles) throws -> Imported
}

/// What a user can say beside the file.
public struct ImportOptions: Sendable {
  /// What prompt, evalset and suite are called; the file's name when nil.
  public var name: String?
  /// CSV: the column that holds what is expected.
  public var expected: String?
  /// CSV: the columns that hold ids and the message to the model.
  public var id: String?
  public var input: String?

  public init(name: String? = nil, expected: String? = nil, id: String? = nil, input: String? = nil) {
    (self.name, self.expected, self.id, self.input) = (name, expected, id, input)
  }
}

/// The other tool's files. Nothing outside the folder that the command line allows is ever read.
public protocol ForeignFiles: Sendable {
  /// A YAML or JSON file.
  func value(_ path: String) throws -> Node
  /// The values of a JSONL file, blank lines left out.
  func lines(_ path: String) throws -> [Node]
  /// The rows of a CSV file as mappings.
  func rows(_ path: String) throws -> [Node]
  func text(_ path: String) throws -> String
  /// Paths of files in one folder that a pattern such as `prompts/*.txt` names, sorted.
  func paths(matching pattern: String) throws -> [String]
}

/// What came of it: files of ours, and everything that is not in them.
public struct Imported: Sendable {
  public struct File: Sendable, Hashable {
    /// From the folder into which the files are written.
    public let path: String
    public let text: String

    public init(path: String, text: String) { (self.path, self.text) = (path, text) }
  }

  public let files: [File]
  public let cases: Int
  /// Warnings for what was left out, notes for what means nearly the same; each with its place in the other tool's file.
  public let notes: [Diagnostic]

  public init(files: [File], cases: Int, notes: [Diagnostic]) {
    (self.files, self.cases, self.notes) = (files, cases, notes)
  }
}

/// The tools there are.
public enum Importers {
  public static let all: [any Importer.Type] = [
    PromptfooImporter.self, GitHubImporter.self, OpenAIEvalsImporter.self, CSVImporter.self,
  ]

  public static let codes: [DiagnosticCode] = [.notConverted, .convertedNearly, .foreignFile]
}

extension DiagnosticCode {
  static let notConverted = DiagnosticCode(
    "import/left-out",
    "Something of another tool's file has no counterpart here and is not in the files that were written.")
  static let convertedNearly = DiagnosticCode(
    "import/nearly", "Something was converted into what means nearly the same; the message says what differs.")
  static let foreignFile = DiagnosticCode(
    "import/file", "A file of another tool cannot be read, or is not what was expected there.")
}
