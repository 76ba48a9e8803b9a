import EvalGateCore
import StrictJSON

/// Lines that evalgate writes and other programs read.
///
/// What a line promises is required and typed. Within `tuples`, `evidence`, `candidate` and the like more may come with a later
/// version, so unknown keys are no error for whoever reads.
extension FileSchemas {
  /// A line of a run: which keys it has is said by `kind`.
  var runLine: JSONObject {
    let kinds: [(String, JSONValue)] = [
      ("run", Self.header), ("case", Self.trial), ("confirm", Self.trial), ("opinion", Self.opinion),
      ("gate", Self.decided), ("end", Self.end),
    ]
    return [
      "type": "object", "required": ["kind"],
      "properties": ["kind": Self.choice(kinds.map(\.0))],
      "allOf": .array(
        kinds.map { kind, schema in
          ["if": ["properties": ["kind": ["const": .string(kind)]]], "then": schema]
        }),
    ]
  }

  /// A line of a baseline: the first says what was accepted and why, every other one is a case.
  var baselineLine: JSONObject {
    [
      "type": "object", "if": ["required": ["kind"]], "then": Self.acceptance, "else": Self.acceptedCase,
    ]
  }

  /// A line of `recordings.jsonl`.
  var recording: JSONObject {
    var schema = Self.mapping(
      [
        "key": Self.digest, "trial": ["type": "integer", "minimum": 1],
        "route": Self.described(Self.digest, "of a route of several targets, whose own answer it is"),
        "asked": Self.described(Self.digest, "what the target was asked that answered, where it is not the first"),
        "answer": [
          "type": "object", "description": "`text`, `tool_calls`, `finish_reason`, `model` and what else came",
        ],
        "usage": Self.usage, "latency_ms": Self.amount, "ttft_ms": Self.amount,
        "failure": Self.open(["reason": Self.text, "message": Self.text, "kind": ["const": "model"]], ["reason"]),
        "note": Self.described(Self.text, "by whoever wrote it by hand"),
      ], required: ["key", "trial"])
    schema["anyOf"] = [["required": ["answer"]], ["required": ["failure"]]]
    return schema
  }

  // MARK: Words

  private static let digest: JSONValue = [
    "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 over the canonical form",
  ]
  private static let amount: JSONValue = ["type": "number", "minimum": 0]
  private static let count: JSONValue = ["type": "integer", "minimum": 0]
  private static let texts: JSONValue = list(of: text)
  private static let object: JSONValue = ["type": "object"]
  private static let usage: JSONValue = open(
    ["input": count, "cached_input": count, "cache_write": count, "output": count, "reasoning": count])

  /// A mapping that may hold more than is named here.
  private static func open(_ properties: JSONObject, _ required: [String] = []) -> JSONValue {
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    return .object(schema)
  }

  private static func described(_ schema: JSONValue, _ words: String) -> JSONValue {
    var schema = schema.objectValue ?? [:]
    schema["description"] = .string(words)
    return .object(schema)
  }

  private static func orNull(_ type: String) -> JSONValue { ["type": [.string(type), "null"]] }

  // MARK: Lines of a baseline

  private static let acceptance = open(
    [
      "kind": ["const": "baseline"], "schema_version": ["const": 1], "suite": text, "reason": text, "author": text,
      "accepted_on": ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"],
      "runs": described(texts, "ids of the runs that are pooled"),
      "tuple": described(object, "what the results were made of: prompt, tools, policy, evalset, checks, route"),
      "digest": [
        "type": "string", "pattern": "^sha256:[0-9a-f]{64}$",
        "description": "of the whole file, so that a merge of two acceptances is noticed",
      ],
    ], ["kind", "schema_version", "suite", "reason", "tuple", "digest"])

  private static let acceptedCase = open(
    [
      "case": text, "passes": count, "runs": count,
      "trials": list(
        of: open(
          [
            "pass_fail": choice("pass", "fail", "error"), "input_tokens": count, "output_tokens": count,
            "cost_tokens": count, "cost_usd": amount, "action": choice("accept", "reject", "escalate"), "rule": text,
            "tools_called": texts, "facts": described(list(of: object), "what was judged: labels, fields, calls"),
            "scores": list(of: ["type": "number"]), "schema_valid": flag, "schema_reason": text, "waived": flag,
            "source": choice("live", "kept", "replayed"),
          ], ["pass_fail", "action"])),
      "tags": texts, "severity": choice("blocking", "advisory"), "cluster": text, "case_digest": digest,
      "checks_digest": digest, "output_digest": digest,
      "excerpt": described(text, "of the first output, masked and at most 200 characters; none of safety suites"),
    ], ["case", "passes", "runs", "trials", "case_digest", "checks_digest"])

  // MARK: Lines of a run

  private static let header = open(
    [
      "schema_version": ["const": 1], "id": text, "evalgate_version": text, "profile": text,
      "mode": choice("live", "record", "replay", "auto"),
      "base": open(["label": text, "revision": text], ["label"]), "plan_digest": digest, "planned": count,
      "planned_by_suite": named(count), "suites": texts, "tags": texts, "cases": texts, "seed": count,
      "shard": open(
        ["method": choice("slice", "hash"), "index": count, "count": count], ["method", "index", "count"]),
      "asked": described(
        open([
          "config": text, "baseline": text, "mode": choice("live", "record", "replay", "auto"), "route": text,
          "trials": count, "budget_tokens": count, "budget_usd": amount, "shadow": text,
        ]), "flags that a run which goes on with this one, or joins it, is asked for again"),
      "prices": described(
        list(
          of: open(
            ["route": text, "target": text, "usd_per_million": text], ["route", "target", "usd_per_million"])),
        "what the targets cost, in words; of those that have a price"),
      "program_files": described(
        list(of: open(["suite": text, "program": text, "digest": digest], ["suite", "program", "digest"])),
        "what programs that name no revisions are made of"),
      "carried": list(
        of: open(
          ["suite": text, "source": choice("baseline", "run"), "id": text, "label": text], ["suite", "source", "id"])),
      "tuples": described(list(of: object), "of each suite: prompt, tools, policy, evalset, checks, route"),
      "observed": described(
        open(["started_at": ["type": "integer"], "revision": text, "host": text]), "absent where a run only replays"),
    ], ["schema_version", "id", "evalgate_version", "mode", "plan_digest", "planned", "seed"])

  private static let trial = open(
    [
      "ordinal": described(count, "the place in the plan"), "suite": text, "arm": choice("head", "base"), "case": text,
      "trial": ["type": "integer", "minimum": 1], "pass_fail": choice("pass", "fail", "error"),
      "prompt_version": orNull("string"), "policy_version": orNull("string"), "eval_set_version": orNull("string"),
      "model_route": orNull("string"), "reported_model": described(orNull("string"), "as the service names it"),
      "latency_ms": described(orNull("number"), "of the try that counts, without waiting"), "ttft_ms": amount,
      "cost_tokens": orNull("integer"), "input_tokens": count, "output_tokens": count, "cost_usd": amount,
      "source": choice("live", "kept", "replayed"), "case_digest": digest, "checks_digest": digest,
      "location": open(["path": text, "line": count, "column": count, "length": count], ["path"]), "tags": texts,
      "severity": choice("blocking", "advisory"), "cluster": text,
      "decision": open(["action": choice("accept", "reject", "escalate"), "rule": text], ["action"]),
      "findings": list(
        of: open(
          ["check": text, "outcome": choice("passed", "failed", "error"), "message": text], ["check", "outcome"])),
      "waived": list(of: open(["check": text, "until": text, "owner": text], ["check", "until", "owner"])),
      "tools_called": texts,
      "tells_more": described(
        flag, "it passed, and a report has more to tell: a second route's answer, or that it was cut off"),
      "candidate": described(object, "what was generated, or the failure that stood in its way"),
      "messages": described(list(of: object), "what was sent"),
    ],
    [
      "ordinal", "suite", "arm", "case", "trial", "pass_fail", "prompt_version", "policy_version", "eval_set_version",
      "model_route", "latency_ms", "cost_tokens", "source", "case_digest", "location", "decision", "candidate",
    ])

  private static let opinion = open(
    [
      "ordinal": count, "program": described(text, "a policy or an `exec` check of yours"), "reply": object,
      "failure": text,
    ], ["ordinal", "program"])

  private static let measure = described(
    object, "`passed` of `of`, `share`, `milliseconds` or `sum` with `n`; empty where nothing was measured")

  private static let decided = open(
    [
      "name": text, "verdict": choice("pass", "unproven", "block", "undecided", "new"), "blocks": flag, "metric": text,
      "suites": texts, "failing": texts, "rule": text, "unit": choice("share", "milliseconds", "tokens", "usd"),
      "value": measure, "baseline": measure,
      "parts": list(
        of: open(
          [
            "suite": text, "verdict": choice("pass", "unproven", "block", "undecided", "new"), "value": measure,
            "baseline": measure,
          ], ["suite", "verdict", "value"])),
      "evidence": list(of: open(["kind": text], ["kind"])), "reason": text,
    ], ["name", "verdict", "blocks", "metric", "rule", "unit", "value"])

  private static let end = open(
    [
      "outcome": described(text, "as in the JSON report: passed, blocked, undecided and so on"), "reasons": texts,
      "elapsed_ms": amount, "rules": list(of: object), "accepted": list(of: object),
      "lines": described(count, "lines of the whole file, this one included: a file that has fewer was cut"),
    ], ["outcome"])
}
