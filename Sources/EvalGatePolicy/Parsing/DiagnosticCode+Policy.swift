public import EvalGateCore

extension DiagnosticCode {
  /// A key or word of the policy language that the engine does not decide yet.
  public static let policyNotSupported = DiagnosticCode(
    "policy/not-supported",
    "A rule that this version of evalgate cannot decide. It is an error rather than ignored, because a rule that is written down and not held would be worse than none."
  )
  /// A key without a value.
  public static let policyEmptyKey = DiagnosticCode(
    "policy/empty-key",
    "A key of a policy has no value, mostly because what belongs to it is not indented. Read as absent it would switch its rule off."
  )
  /// Two rules of one id.
  public static let policyDuplicateRule = DiagnosticCode(
    "policy/duplicate-rule", "Two rules of a policy have one id, so that a verdict could not say which one decided.")
  /// An id, reason or tool name that cannot be one.
  public static let policyBadName = DiagnosticCode(
    "policy/name",
    "A name that cannot be one: ids and reasons are letters, digits, `_`, `-` and `.`; a tool is one name, or a glob with `*` and `?`."
  )
  /// Two parts of a rule that cannot both be meant.
  public static let policyContradiction = DiagnosticCode(
    "policy/contradiction", "Two parts of a rule cannot both be meant, such as a condition for allowing and a denial.")
  /// Arguments schema that does not compile or holds keywords nobody reads.
  public static let policyBadSchema = DiagnosticCode(
    "policy/schema",
    "The schema of a tool's arguments is not usable. It is JSON Schema 2020-12; keywords and formats that it does not know are errors here, because they would hold nothing."
  )
  /// Restricted values that cannot be searched for.
  public static let policyBadValues = DiagnosticCode(
    "policy/values", "The values of a `restricted` rule cannot be searched for: none, empty ones, or too many.")
  /// A path that is none.
  public static let policyBadPath = DiagnosticCode(
    "policy/path", "A path into the arguments of a call that is not a JSONPath of RFC 9535.")
  /// A policy that does not follow the published schema.
  public static let policyBadForm = DiagnosticCode(
    "policy/form",
    "A policy does not have the form that its published JSON Schema gives (`docs/schemas/policy.schema.json`).")
}

extension RulePolicy {
  /// The codes that reading a policy adds to those of every file.
  public static let codes: [DiagnosticCode] = [
    .policyNotSupported, .policyEmptyKey, .policyDuplicateRule, .policyBadName, .policyContradiction, .policyBadSchema,
    .policyBadValues, .policyBadPath, .policyBadForm,
  ]
}
