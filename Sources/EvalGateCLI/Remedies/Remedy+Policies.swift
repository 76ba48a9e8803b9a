extension Remedy {
  /// Policies, safety suites, detectors.
  static let ofPolicies: [String: Remedy] = [
    "policy/calls": Remedy(
      "{\"tool\": \"refund\"} as a line of `evalgate policy test`",
      "a line holds what the model proposed and what is expected; the message names what is missing"),
    "policy/contradiction": Remedy(
      "{ id: T-WIPE, tool: wipe, decision: deny, allow_when: { … } }",
      "make it two rules, or keep the one that is meant"),
    "policy/duplicate-rule": Remedy("two rules with `id: T-REFUND`", "give one of them another id"),
    "policy/empty-key": Remedy("defaults:\nunknown_tool: allow", "indent what belongs to the key, or remove the key"),
    "policy/form": Remedy(
      "tools: { refund: { decision: deny } }", "follow `evalgate schema policy` at the place that is shown"),
    "policy/invalid": Remedy("a limit of −1 calls", "follow the message; `evalgate policy check FILE` has all at once"),
    "policy/name": Remedy("id: \"refund limit!\"", "letters, digits, `_`, `-` and `.`: `refund-limit`"),
    "policy/not-supported": Remedy(
      "a kind of rule that a later version knows",
      "update evalgate, or decide it in a program: `policy: { exec: [program] }`"),
    "policy/path": Remedy(
      "each: [{ path: url, scheme_in: [https] }]", "write a JSONPath into the arguments: `path: $.url`"),
    "policy/schema": Remedy(
      "arguments: { type: object, require: [order] }", "correct the keyword: `required`"),
    "policy/unknown": Remedy(
      "evalgate policy explain T-SEDN", "write the name that is suggested; `evalgate policy check FILE` lists its rules"
    ),
    "policy/values": Remedy(
      "restricted: [{ id: codes, values: [\"\"] }]", "give values of some length, and not more than the message says"),
    "safety/blind": Remedy(
      "restricted: [{ id: codes, values: [ab], match: [partial] }]",
      "make the policy reject what is named; `evalgate policy check FILE` tries it on its own values"),
    "safety/evidence-key": Remedy(
      "EVALGATE_EVIDENCE_KEY=secret", "a long random text, kept as a secret: `openssl rand -hex 32`"),
    "safety/scenario-dropped": Remedy(
      "a line removed from a safety set", "put it back, or tell the reviewer why it is asked no more"),
    "safety/scenario-retired": Remedy(
      "\"retired\": \"the tool is gone\"", "let the reviewer agree; it is asked once more in this change"),
    "safety/severity-lowered": Remedy(
      "\"severity\": \"advisory\" where the base has `blocking`",
      "put it back, or tell the reviewer why it blocks no more"),
    "safety/unwatched": Remedy(
      "expected: { no: [restricted:code] }",
      "write the word that is suggested, or let the policy look for what it names and block it"),
    "scan/budget": Remedy(
      "evalgate scan of a text of many megabytes", "scan smaller pieces; what was not looked at may hold anything"),
    "scan/detector": Remedy(
      "evalgate scan --detectors secrets FILE", "write the name that is suggested: `secret`"),
    "scan/found": Remedy(
      "AWS_SECRET_ACCESS_KEY=… in a prompt", "remove it; a credential that was committed has to be revoked as well"),
  ]
}
