import EvalGateCore
import StrictJSON

/// Prompts, tools, evalsets, cases and waivers.
extension FileSchemas {
  var prompt: JSONObject {
    Self.mapping(
      [
        "id": Self.text, "version": Self.version, "changelog": Self.list(of: Self.definition("change")),
        "name": Self.text,
        "description": Self.text,
        "model": ["type": "string", "description": "provider/model; a suite's route wins over it"],
        "modelParameters": ["type": "object"],
        "messages": Self.list(
          of: .object(
            Self.mapping(
              [
                "role": Self.choice("system", "developer", "user", "assistant"), "content": Self.text,
                "images": Self.words,
              ],
              required: ["role", "content"]))),
        "output": .object(
          Self.mapping(
            [
              "schema": ["type": ["string", "object", "boolean"]], "name": Self.text,
              "format": Self.choice("assertion", "annotation"), "content": Self.choice("assertion", "annotation"),
            ], required: ["schema"])),
        "tools": ["anyOf": [Self.text, Self.list(of: Self.definition("tool"))]],
        "preprocess": Self.list(
          of: Self.choice("trim", "collapse_whitespace", "strip_control", "nfc", "nfkc", "lowercase")),
        "responseFormat": Self.choice("text", "json_object", "json_schema"), "jsonSchema": Self.text,
        "testData": Self.list(of: ["type": "object"]), "evaluators": Self.list(of: ["type": "object"]),
      ], required: ["messages"])
  }

  static let change = mapping(
    ["version": version, "why": text, "back_to": version], required: ["version", "why"])

  /// An entry of a tool file's changelog, which takes both words.
  static let revision: JSONObject = [
    "anyOf": [
      .object(change),
      .object(mapping(["revision": version, "why": text, "back_to": version], required: ["revision", "why"])),
    ]
  ]

  static let tool: JSONObject = [
    "type": "object",
    "anyOf": [
      .object(
        mapping(
          ["name": text, "description": text, "parameters": ["type": ["object", "boolean"]], "strict": flag],
          required: ["name"])),
      .object(mapping(["type": ["const": "function"], "function": ["type": "object"]], required: ["function"])),
    ],
  ]

  var tools: JSONObject {
    var schema = Self.mapping(
      [
        "id": Self.text, "revision": Self.version, "changelog": Self.list(of: Self.definition("revision")),
        "name": Self.text,
        "description": Self.text, "tools": Self.list(of: Self.definition("tool")),
      ], required: ["tools"])
    schema["definitions"] = .object(["tool": .object(Self.tool), "revision": .object(Self.revision)])
    return schema
  }

  var set: JSONObject {
    Self.mapping([
      "id": Self.text, "version": Self.version, "name": Self.text, "description": Self.text,
      "changelog": Self.list(of: Self.definition("change")), "kind": Self.choice("schema", "task", "safety"),
      "task": Self.choice("classification", "extraction", "routing", "generation"), "trials": Self.whole(1...1000),
      "cluster": Self.text, "cases": Self.text, "waivers": Self.text, "recordings": Self.text,
      "probes": ["type": "object"],
      "slices": Self.list(
        of: [
          "anyOf": [
            Self.text, .object(Self.mapping(["name": Self.text, "tag": Self.text], required: ["name", "tag"])),
          ]
        ]),
      "defaults": .object(
        Self.mapping([
          "checks": Self.list(of: Self.definition("check")), "vars": ["type": "object"],
          "tool_results": ["type": "object"],
        ])),
    ])
  }

  /// A list in a YAML file, and one case by itself in a line of JSONL.
  var cases: JSONObject {
    let one = Self.definition("case")
    return [
      "type": ["array", "object"], "if": ["type": "array"], "then": ["items": one], "else": one,
    ]
  }

  /// Any other key of a case is a variable.
  var evalCase: JSONObject {
    [
      "type": "object",
      "properties": [
        "id": ["type": ["string", "number"], "description": "one line of at most 200 bytes"],
        "expected": ["description": "what is expected: text, a number, fields, or `{ tool_calls, decision }`"],
        "checks": Self.list(of: Self.definition("check")), "tags": Self.words,
        "severity": Self.choice("blocking", "advisory"), "turns": Self.list(of: .object(Self.turn)),
        "setup": .object(
          Self.mapping([
            "system": Self.text, "tools": Self.anything,
            "plant": .object(
              Self.mapping(
                ["into": Self.text, "text": Self.someText, "at": Self.choice("start", "middle", "end")],
                required: ["text"])
            ),
            "canaries": [
              "anyOf": .array(
                Self.oneOrMoreTexts
                  + [
                    [
                      "type": "object", "minProperties": 1,
                      "additionalProperties": ["anyOf": .array(Self.oneOrMoreTexts)],
                    ]
                  ])
            ],
            "audience": ["anyOf": .array(Self.oneOrMoreTexts)], "tool_results": ["type": "object"],
            "sink": ["enum": .array(Workspace.catalog.sinks.map { .string($0) })],
            "confirmations": Self.list(
              of: .object(
                Self.mapping(
                  ["tool": Self.text, "arguments": ["type": "object"], "turn": ["type": "integer", "minimum": 1]],
                  required: ["tool", "arguments"]))),
          ])),
        "vars": ["type": "object"], "trials": Self.whole(1...1000), "cluster": ["type": ["string", "number"]],
      ],
    ]
  }

  /// Text in which something stands.
  private static let someText: JSONValue = ["type": "string", "pattern": "\\S"]
  private static let oneOrMoreTexts: [JSONValue] = [someText, ["type": "array", "minItems": 1, "items": someText]]

  private static let turn = mapping([
    "user": text, "assistant": text, "tool": text, "tool_results": ["type": "object"],
    "tool_calls": list(
      of: .object(mapping(["name": text, "id": text, "arguments": anything], required: ["name"]))),
    "result": anything,
  ])

  var waivers: JSONObject {
    Self.list(
      of: .object(
        Self.mapping(
          [
            "case": ["type": ["string", "number"]], "check": Self.text, "reason": Self.someText, "owner": Self.someText,
            "expires": [
              "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "the last day it counts",
            ],
          ], required: ["case", "reason", "owner", "expires"]))
    ).objectValue ?? [:]
  }
}
