import EvalGateCore
import EvalGateProviders
import StrictJSON

/// The schemas of the files, in the words of draft 7, which every editor knows.
struct FileSchemas {
  let catalog: Catalog

  // MARK: Words

  static let text: JSONValue = ["type": "string"]
  static let flag: JSONValue = ["type": "boolean"]
  static let anything: JSONValue = .bool(true)
  static let words: JSONValue = ["type": ["string", "array"], "items": ["type": "string"]]
  static let version: JSONValue = ["type": ["string", "number"]]
  static let rate: JSONValue = ["type": ["string", "number"], "description": "a share such as 2%"]
  static let time: JSONValue = [
    "type": "string", "pattern": "^[0-9.]+ *(ms|s|m|h)$", "description": "a time such as 300ms, 2.5s or 5m",
  ]

  static func whole(_ range: ClosedRange<Int>) -> JSONValue {
    [
      "type": "integer", "minimum": .number(JSONNumber(range.lowerBound)),
      "maximum": .number(JSONNumber(range.upperBound)),
    ]
  }

  static func choice(_ words: String...) -> JSONValue { choice(words) }
  static func choice(_ words: [String]) -> JSONValue { ["enum": .array(words.map { .string($0) })] }
  static func list(of items: JSONValue) -> JSONValue { ["type": "array", "items": items] }
  static func definition(_ name: String) -> JSONValue { ["$ref": .string("#/definitions/\(name)")] }
  static func named(_ values: JSONValue) -> JSONValue { ["type": "object", "additionalProperties": values] }

  /// A mapping that takes these keys and no other; `null` counts as absent everywhere.
  static func mapping(_ properties: JSONObject, required: [String] = []) -> JSONObject {
    var schema: JSONObject = ["type": "object", "additionalProperties": false, "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    return schema
  }

  // MARK: evalgate.yml

  var config: JSONObject {
    Self.mapping(
      [
        "version": ["const": 1], "base": Self.text, "budget": Self.definition("budget"),
        "defaults": .object(Self.mapping(Self.suiteSettings)), "routes": Self.named(Self.definition("route")),
        "gates": Self.named(Self.definition("gate")), "suites": Self.named(Self.definition("suite")),
        "comment": Self.choice("on_change", "always", "never"), "acceptance": Self.choice("change", "merged"),
        "profiles": Self.named(Self.definition("profile")),
        "include": Self.words,
      ], required: ["version"])
  }

  /// What a suite says, and `defaults` for all of them.
  static let suiteSettings: JSONObject = [
    "route": text, "policy": anything, "mode": choice("live", "record", "replay", "auto"),
    "recordings": choice("allow", "deny"), "max_missing": rate, "critical": flag, "trials": whole(1...1000),
    "confirm": choice("fresh", "stored"), "sentinels": whole(0...1000),
  ]

  static var suite: JSONObject {
    var properties = suiteSettings
    for (key, value) in [
      "evalset": text, "budget": definition("budget"), "prompt": text, "prompts": list(of: text),
      "routes": list(of: text),
    ] as JSONObject { properties[key] = value }
    return mapping(properties)
  }

  static let budget = mapping(["tokens": ["type": "integer", "minimum": 0], "usd": ["type": "number", "minimum": 0]])

  static let route = mapping(
    [
      "targets": list(of: definition("target")),
      "retry": .object(mapping(["attempts": whole(1...20), "base": time, "ceiling": time])), "timeout": time,
      "breaker": .object(
        mapping(["error_rate": rate, "window": whole(1...10_000), "latency_p95": time, "cooldown": time])),
      "limits": .object(
        mapping([
          "concurrency": whole(1...1024), "requests_per_minute": ["type": "integer", "minimum": 1],
          "tokens_per_minute": ["type": "integer", "minimum": 1],
        ])),
      "allow_fallback": flag, "deadline": time,
      "hedge": .object(mapping(["after": time, "at_most": rate], required: ["after"])),
      "degrade": choice("partial", "queue", "fail"), "race": flag, "budget": definition("budget"),
    ], required: ["targets"])

  /// A target takes the common keys and those of its provider.
  static var target: JSONObject {
    var properties: JSONObject = [:]
    for help in Parts.help {
      for option in help.options where properties[option.key] == nil {
        properties[option.key] = ["description": .string(option.text)]
      }
    }
    properties["provider"] = choice(Parts.providers)
    return mapping(properties, required: ["provider"])
  }

  var gate: JSONObject {
    let limit: JSONValue = ["type": ["string", "number"], "description": "a value, `baseline`, or `baseline + 10%`"]
    var properties: JSONObject = [
      "metric": Self.choice(catalog.metrics.map { $0.id.name }), "suite": Self.text,
      "severity": Self.choice("blocking", "advisory"), "tags": Self.words, "tag": Self.words, "at_least": limit,
      "at_most": limit, "exactly": limit, "no_worse_than": ["const": "baseline"],
      "decide": Self.choice("point", "assured", "refuted"), "margin": Self.text, "min_drop": Self.text,
      "exact": Self.flag,
      "min_cases": ["type": "integer", "minimum": 1], "waivers": Self.choice("allowed", "never"), "block": Self.flag,
      "on_unproven": Self.choice("show", "block", "more_runs"),
    ]
    for option in catalog.metrics.flatMap({ $0.options }) where properties[option.key] == nil {
      properties[option.key] = ["description": .string(option.text)]
    }
    return Self.mapping(properties, required: ["metric"])
  }

  static let profile = mapping([
    "inherits": text, "baseline": text, "mode": choice("live", "record", "replay", "auto"), "trials": whole(1...1000),
    "concurrency": whole(1...10_000), "timeout": time, "max_duration": time, "fail_fast": flag,
    "no_cases": choice("fail", "warn", "pass"), "progress": choice("auto", "bar", "lines", "none"), "report": words,
  ])

  // MARK: Definitions

  func definitions(for kind: SchemaKind) -> JSONObject {
    switch kind {
    case .config:
      [
        "budget": .object(Self.budget), "suite": .object(Self.suite), "route": .object(Self.route),
        "target": .object(Self.target), "gate": .object(gate), "profile": .object(Self.profile),
      ]
    case .prompt: ["tool": .object(Self.tool), "change": .object(Self.change)]
    case .cases: ["case": .object(evalCase), "check": .object(check)]
    default: ["check": .object(check), "change": .object(Self.change)]
    }
  }

  /// One check: its bare name, `{ check: name, … }`, or `{ name: { … } }`.
  private var check: JSONObject {
    var forms: [JSONValue] = [Self.choice(catalog.checks.map { $0.id.name })]
    for type in catalog.checks {
      var options: JSONObject = ["not": Self.flag]
      if !type.looksAtWholeCandidate {
        options["from"] = ["description": "what it looks at; the answer's text when left out"]
      }
      for option in type.options { options[option.key] = ["description": .string(option.text)] }
      var named: JSONObject = ["check": ["const": .string(type.id.name), "description": .string(type.summary)]]
      for (key, value) in options { named[key] = value }
      forms.append(.object(Self.mapping(named, required: ["check"])))
      forms.append(
        .object(Self.mapping(JSONObject([(type.id.name, .object(Self.mapping(options)))]), required: [type.id.name])))
    }
    return ["anyOf": .array(forms)]
  }
}

extension Check {
  /// Whether there is no part of the answer to choose with `from`.
  fileprivate static var looksAtWholeCandidate: Bool {
    if case .candidate = defaultSubject { return true }
    return false
  }
}
