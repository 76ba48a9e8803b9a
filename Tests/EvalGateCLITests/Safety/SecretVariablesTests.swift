import Testing

@Suite("values of this environment in answers")
struct SecretVariablesTests {
  private static let value = "x-correct-horse-battery"

  private static func project() throws -> TemporaryProject {
    try TemporaryProject([
      "q.prompt.yml": "model: echo/e\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": #"{"id": "c", "text": "\#(value)", "expected": "\#(value)"}"# + "\n",
      "evalgate.yml": "version: 1\ngates: { all: { metric: pass_rate, exactly: 100% } }\n",
      "made.jsonl": #"{"id": "c", "output": "\#(value)"}"# + "\n",
      "vouched.jsonl": #"{"id": "c", "output": "\#(value)", "pass": true}"# + "\n",
    ])
  }

  @Test(
    "what a variable of a secret's name holds fails the answer, whatever stands before or behind the word",
    arguments: [
      "API_KEY", "SIGNING_KEYS_2026", "GITHUB_TOKEN", "APP_SECRETVALUE", "SECRET_KEY_BASE", "DB_PASSWORD",
      "AZURE_CREDENTIALS", "VAULT_SECRET_ID", "AWS_ACCESS_KEY_ID", "api-token",
    ])
  func secret(name: String) async throws {
    let run = try await Self.project().evalgate("run", environment: [name: Self.value]).run
    #expect(run.code == 1 && run.output.contains("`\(name)`"), "\(run)")
    #expect(!run.output.contains(Self.value) && !run.error.contains(Self.value))
  }

  @Test(
    "a variable that says that it is something about a secret holds none",
    arguments: [
      "KEYBOARD_LAYOUT", "API_KEY_HEADER", "TOKEN_ENDPOINT", "TOKEN_URL", "API_KEY_NAME", "CLIENT_TOKEN_ID",
      "PRIVATE_KEY_PATH", "TOKEN_TTL", "TOKENIZER_CACHE", "KEYCLOAK_REALM",
    ])
  func description(name: String) async throws {
    let run = try await Self.project().evalgate("run", environment: [name: Self.value]).run
    #expect(run.code == 0, "\(run)")
  }

  @Test(
    "unless its value can be the secret itself",
    arguments: [("TOKEN_URL", "https://me:hunter@host"), ("SECRETS_FILE", "{x:correct-horse-battery}")])
  func value(name: String, value: String) async throws {
    let project = try Self.project()
    try project.write(#"{"id": "c", "text": "\#(value)", "expected": "\#(value)"}"# + "\n", to: "q.cases.jsonl")
    let run = try await project.evalgate("run", environment: [name: value]).run
    #expect(run.code == 1 && run.output.contains("`\(name)`"), "\(run)")
  }

  @Test("answers that were made elsewhere are looked at too", arguments: ["made.jsonl", "vouched.jsonl"])
  func lines(file: String) async throws {
    let project = try Self.project()
    let kept = try await project.evalgate("gate", file, "--suite", "q").run
    #expect(kept.code == 0, "\(kept)")
    let run = try await project.evalgate("gate", file, "--suite", "q", environment: ["API_KEY": Self.value]).run
    #expect(run.code == 1 && run.output.contains("`API_KEY`"), "\(run)")
    #expect(!run.output.contains(Self.value) && !run.error.contains(Self.value))
  }
}
