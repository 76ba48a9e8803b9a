public import EvalGateCore

extension DiagnosticCode {
  /// A `provider:` that there is none of.
  public static let unknownProvider = DiagnosticCode(
    "route/unknown-provider",
    "A target names a provider that evalgate does not know. `evalgate list providers` shows them.")
  /// A target without the model it needs.
  public static let missingModel = DiagnosticCode(
    "route/missing-model", "A target says which provider to ask but not which model.")
  /// A `base_url` that cannot be used.
  public static let badURL = DiagnosticCode(
    "route/bad-url",
    "A `base_url` is not an http or https address, or carries what does not belong into a file: a user, a password, a query."
  )
  /// An environment variable that is not set.
  public static let missingVariable = DiagnosticCode(
    "route/missing-variable",
    "A target needs an environment variable that is not set. Credentials are named in files and held by the environment alone."
  )
  /// Credentials or a region that a cloud needs and nothing gives.
  public static let missingCredentials = DiagnosticCode(
    "route/missing-credentials",
    "A target needs credentials or a region of a cloud, and neither the environment nor the cloud's own files give them. They are looked for where the cloud's own tools look, and never shown."
  )
  /// A budget in USD over a target without prices.
  public static let missingPrice = DiagnosticCode(
    "budget/missing-price",
    "A budget in USD can only be kept when every target has `prices`, because it is reserved before a call is made.")
  /// A budget that answers went beyond.
  public static let overspentBudget = DiagnosticCode(
    "budget/overspent",
    "Answers took more than their budget had left. A prompt without `max_tokens` bounds no answer, so 4096 tokens are set aside for it, and what is under way when the budget ends is paid for."
  )
  /// A program of the user's that does not start or does not keep to the contract.
  public static let program = DiagnosticCode(
    "program/failed",
    "A program of yours could not be started, ended too early, or wrote something that is not the JSON-lines contract.")
}
