public import JSONSchema
public import StrictJSON

/// A prompt file: what is sent to the model for each case.
public struct Prompt: Sendable {
  public let id: String
  /// As declared; nil where the file declares none and its digest stands for it.
  public let declaredVersion: String?
  /// Where it is declared.
  public let versionPlace: SourceLocation?
  /// Over everything in the file and the files it names that can affect the output.
  public let digest: Digest
  public let location: SourceLocation
  public let changelog: [ChangelogEntry]
  /// `provider/model` as GitHub's format writes it; a suite's route wins over it.
  public let model: String?
  public let messages: [PromptMessage]
  public let parameters: JSONObject
  public let outputSchema: OutputSchema?
  public let tools: ToolSet?
  public let preprocess: [PreprocessStep]

  public init(
    id: String, declaredVersion: String?, versionPlace: SourceLocation? = nil, digest: Digest,
    location: SourceLocation, changelog: [ChangelogEntry] = [], model: String? = nil, messages: [PromptMessage],
    parameters: JSONObject = [:], outputSchema: OutputSchema? = nil,
    tools: ToolSet? = nil, preprocess: [PreprocessStep] = []
  ) {
    self.id = id
    self.declaredVersion = declaredVersion
    self.versionPlace = versionPlace
    self.digest = digest
    self.location = location
    self.changelog = changelog
    self.model = model
    self.messages = messages
    self.parameters = parameters
    self.outputSchema = outputSchema
    self.tools = tools
    self.preprocess = preprocess
  }

  /// What a run carries as `prompt_version`.
  public var version: String { declaredVersion ?? digest.short }
}

/// Why a version came to be, and the one to go back to.
public struct ChangelogEntry: Hashable, Sendable {
  public let version: String
  public let why: String
  public let rollbackTo: String?

  public init(version: String, why: String, rollbackTo: String? = nil) {
    self.version = version
    self.why = why
    self.rollbackTo = rollbackTo
  }
}

public struct PromptMessage: Sendable {
  public let role: Role
  public let template: Template
  /// Pictures that go with the text.
  public let images: [PromptImage]

  public init(role: Role, template: Template, images: [PromptImage] = []) {
    self.role = role
    self.template = template
    self.images = images
  }
}

/// The schema an output has to follow, compiled once.
public struct OutputSchema: Sendable {
  public let name: String
  /// Whether that is written, rather than the prompt's own name.
  public let isNamed: Bool
  public let source: JSONValue
  public let compiled: JSONSchema
  /// Over everything that says what is valid: the files it refers to, and how it is read, are part of it.
  public let digest: Digest
  public let location: SourceLocation

  /// - Parameter digest: nil where the schema stands for itself.
  public init(
    name: String, isNamed: Bool = false, source: JSONValue, compiled: JSONSchema, digest: Digest? = nil,
    location: SourceLocation
  ) {
    self.name = name
    self.isNamed = isNamed
    self.source = source
    self.compiled = compiled
    self.digest = digest ?? Digest(of: source)
    self.location = location
  }
}

/// A file of tools with its own revision.
public struct ToolSet: Sendable {
  public let id: String
  public let declaredRevision: String?
  /// Where it is declared.
  public let revisionPlace: SourceLocation?
  public let changelog: [ChangelogEntry]
  public let digest: Digest
  public let tools: [ToolDefinition]
  public let location: SourceLocation

  public init(
    id: String, declaredRevision: String?, revisionPlace: SourceLocation? = nil,
    changelog: [ChangelogEntry] = [], digest: Digest, tools: [ToolDefinition], location: SourceLocation
  ) {
    self.id = id
    self.declaredRevision = declaredRevision
    self.revisionPlace = revisionPlace
    self.changelog = changelog
    self.digest = digest
    self.tools = tools
    self.location = location
  }

  public var version: String { declaredRevision ?? digest.short }
}

/// A named, deterministic transformation of the variables before they are put into the template.
public enum PreprocessStep: String, Hashable, Sendable, CaseIterable {
  case trim
  case collapseWhitespace = "collapse_whitespace"
  case stripControl = "strip_control"
  case nfc, nfkc, lowercase
  /// Bumped when a step's outcome changes, because it affects the output.
  public static let revision = 1
}
