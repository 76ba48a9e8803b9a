public import EvalGateCore

extension DiagnosticCode {
  // Files as bytes
  static let missingFile = DiagnosticCode(
    "file/missing", "A file that another file names does not exist. Paths are relative to the file they stand in.")
  static let notAFile = DiagnosticCode(
    "file/not-a-file", "A folder, or something else, stands where a file is meant.")
  static let unreadable = DiagnosticCode("file/unreadable", "A file exists and cannot be read.")
  static let encoding = DiagnosticCode(
    "file/encoding", "A file is not UTF-8, or begins with a byte order mark where its format has none.")
  static let tooLarge = DiagnosticCode(
    "file/too-large", "A file, a line, or what a file expands to is over a limit that keeps hostile input cheap.")
  static let outsideRepository = DiagnosticCode(
    "file/outside-repository",
    "A path leads out of the repository. Files of a project lie inside it, so that a revision holds all of them.")
  static let ambiguousFile = DiagnosticCode(
    "file/ambiguous", "Several files fit one name, and choosing one silently would hide the others.")
  static let changedFile = DiagnosticCode(
    "file/changed",
    "A file changed or vanished between loading and running, so that its cases are no longer the ones that were planned."
  )

  // Formats
  static let yamlSyntax = DiagnosticCode("yaml/syntax", "The file is not YAML.")
  static let yamlFeature = DiagnosticCode(
    "yaml/feature",
    "A part of YAML that is not read here: merge keys, several documents, custom tags, keys that are not text.")
  static let yamlAlias = DiagnosticCode(
    "yaml/alias", "An alias names no anchor, contains itself, or expands to more than is reasonable.")
  static let duplicateKey = DiagnosticCode(
    "file/duplicate-key", "A mapping has a key twice. Readers disagree on which one counts, so neither does.")
  static let jsonSyntax = DiagnosticCode(
    "json/syntax", "The file, or a line of it, is not JSON by RFC 8259. Nothing is repaired.")
  static let csvSyntax = DiagnosticCode("csv/syntax", "The file is not CSV by RFC 4180 with a header row.")

  // Configuration
  static let noConfiguration = DiagnosticCode(
    "config/none", "There is no evalgate.yml here or above, and no prompt with cases beside it.")
  static let configurationTwice = DiagnosticCode(
    "config/twice", "A folder holds the configuration in two places; which one counts would depend on luck.")
  static let configurationName = DiagnosticCode(
    "config/name", "A file is called like a configuration but for its ending, so its gates would hold nothing.")
  static let configurationVersion = DiagnosticCode(
    "config/version",
    "The configuration does not say `version: 1`, which tells later versions of evalgate how to read it.")
  static let badInclude = DiagnosticCode(
    "config/include", "An `include` matches no configuration, or includes go in a circle.")
  static let notInIncluded = DiagnosticCode(
    "config/not-in-included",
    "What a run is compared with, what it may spend and its profiles are said once, in the configuration that was found."
  )
  static let profileCycle = DiagnosticCode("config/profile-cycle", "A profile inherits itself, by itself or by others.")
  static let duplicateName = DiagnosticCode("config/duplicate-name", "Two things have one name.")
  static let unknownName = DiagnosticCode(
    "config/unknown-name", "A name that refers to nothing: a suite, route, prompt, evalset or policy.")
  static let budgetWithoutPrices = DiagnosticCode(
    "config/budget-without-prices", "A budget in USD cannot be kept without a price for every target that may be asked."
  )
  static let noRoute = DiagnosticCode("config/no-route", "A suite has no route, and its prompt names no model.")

  // Prompts
  static let badModel = DiagnosticCode("prompt/model", "A model is written `provider/model`.")
  static let noMessages = DiagnosticCode("prompt/no-messages", "A prompt without messages sends nothing.")
  /// A schema that cannot be used.
  package static let badSchema = DiagnosticCode("schema/invalid", "A JSON Schema is not usable.")
  static let noSchema = DiagnosticCode(
    "schema/missing",
    "A check holds answers to the prompt's output schema, and the prompt has none: nothing could be judged by it.")
  static let schemaNeverMatches = DiagnosticCode(
    "schema/never-matches",
    "A JSON Schema, or a part of it, that nothing can satisfy: bounds that exclude each other, values that are not of the type, names that are required and forbidden."
  )
  static let schemaIgnored = DiagnosticCode(
    "schema/ignored",
    "A keyword that does nothing where it stands: its version of JSON Schema does not know it, it needs another one beside it, or it is misspelt. What looks checked is not."
  )
  static let schemaUnsupported = DiagnosticCode(
    "schema/unsupported",
    "The service that is to make the model follow the output schema takes only a part of JSON Schema. It refuses the request or passes the keyword over; outputs are validated here against all of the schema in any case."
  )
  static let versionReused = DiagnosticCode(
    "version/reused",
    "A declared version stands for other content than at the base. Versions are names for content; a name that changes its meaning makes every report that carries it wrong."
  )
  static let versionUnexplained = DiagnosticCode(
    "version/unexplained",
    "A new version has no changelog entry, which says why it came to be and which one to go back to.")
  static let unreadEvaluator = DiagnosticCode(
    "prompt/unread-evaluator",
    "An evaluator of GitHub's format that asks a model to judge. It is named here rather than skipped in silence: its cases are judged by the other checks only."
  )

  // Evalsets
  static let duplicateCase = DiagnosticCode(
    "case/duplicate", "Two cases of an evalset have one id, or are the same case.")
  static let badCase = DiagnosticCode("case/invalid", "A case is not usable as it is written.")
  static let unjudgedCase = DiagnosticCode(
    "case/unjudged",
    "Nothing judges a case: it has no expectation and no checks, its prompt has no schema and its suite no policy. It would pass whatever the model says."
  )
  static let emptyEvalset = DiagnosticCode("evalset/empty", "An evalset without a case can prove nothing.")
  static let emptySlice = DiagnosticCode("evalset/empty-slice", "A slice that no case belongs to.")
  static let unknownWayBack = DiagnosticCode(
    "version/back-to",
    "`back_to` of a changelog names the version that `evalgate rollback` restores. There is none of that name.")
  static let unmeasuredPrompt = DiagnosticCode(
    "prompt/no-cases", "A prompt that no suite runs. Nothing is measured of it, whatever a change does to it.")
  static let unusedEvalset = DiagnosticCode(
    "evalset/unused",
    "An evalset that no suite uses. Nothing is checked with its cases, so a run that passes would say nothing of them.")
  static let unknownCheck = DiagnosticCode("check/unknown", "A check that does not exist.")
  static let badSubject = DiagnosticCode(
    "check/from", "`from` is `text`, `json`, a JSONPath, a regular expression, a line or `reasoning`.")
  static let badWaiver = DiagnosticCode(
    "waiver/invalid",
    "A waiver names a case or check that is not there, or lasts longer than 90 days. An exception has a reason, an owner and an end."
  )
  static let expiredWaiver = DiagnosticCode(
    "waiver/expired", "A waiver has expired: what it excused counts again.")
  static let expiringWaiver = DiagnosticCode("waiver/expiring", "A waiver expires within 7 days.")

  // Safety suites beside the base
  static let unwatchedScenario = DiagnosticCode(
    "safety/unwatched",
    "A scenario forbids something that nothing in its suite looks for: a word that no detector has, a detector that the policy does not run or lets pass, a tool that does not exist. It would pass whatever the model says."
  )
  static let scenarioDropped = DiagnosticCode(
    "safety/scenario-dropped",
    "A scenario of the base is asked no more. A suite that asks less passes more easily, so whoever reviews the change is told."
  )
  static let scenarioRetired = DiagnosticCode(
    "safety/scenario-retired",
    "A scenario is skipped from now on, for the reason that stands in its case. It is asked once more in the change that retires it, and every report lists it."
  )
  static let severityLowered = DiagnosticCode(
    "safety/severity-lowered",
    "A scenario that blocked at the base blocks no more, so whoever reviews the change is told.")

  // Gates
  static let unknownMetric = DiagnosticCode("gate/unknown-metric", "A metric that does not exist.")
  static let emptyGate = DiagnosticCode(
    "gate/empty",
    "A gate of which no suite has the metric, or whose filter takes no case. It could only ever end undecided.")
  static let unknownGateKey = DiagnosticCode(
    "gate/unknown-key",
    "A key of a gate that nothing reads. It is an error rather than ignored, because a gate with a mistyped bound would hold nothing."
  )
  static let badBound = DiagnosticCode(
    "gate/bound",
    "A gate has one bound: `at_least`, `at_most`, `exactly` or `no_worse_than`, in the unit of its metric.")

  // Policies
  static let badPolicy = DiagnosticCode("policy/invalid", "A policy is not usable as it is written.")
}

extension ProjectLoader {
  /// Every code that loading can say, for `evalgate explain`.
  public static let codes: [DiagnosticCode] = [
    .missingFile, .notAFile, .unreadable, .encoding, .tooLarge, .outsideRepository, .ambiguousFile, .changedFile,
    .yamlSyntax, .yamlFeature, .yamlAlias, .duplicateKey, .jsonSyntax, .csvSyntax, .noConfiguration,
    .configurationTwice, .configurationName, .configurationVersion, .badInclude, .notInIncluded, .profileCycle,
    .duplicateName, .unknownName, .budgetWithoutPrices,
    .noRoute, .badModel, .noMessages, .badSchema, .noSchema, .schemaNeverMatches,
    .schemaIgnored, .schemaUnsupported, .versionReused, .versionUnexplained, .unreadEvaluator,
    .duplicateCase, .badCase, .unjudgedCase, .emptyEvalset, .emptySlice, .unusedEvalset, .unknownWayBack,
    .unmeasuredPrompt, .unknownCheck,
    .badSubject, .badWaiver, .expiredWaiver, .expiringWaiver, .unknownMetric, .emptyGate, .unknownGateKey, .badBound,
    .badPolicy, .unwatchedScenario, .scenarioDropped, .scenarioRetired, .severityLowered,
  ]
}
