import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("reading a policy")
struct PolicyParsingTests {
  @Test("the keys that describe a policy decide nothing")
  func describing() throws {
    let described: JSONValue = [
      "id": "desk", "version": 6, "name": "Desk", "description": "d", "changelog": [["version": 6, "why": "w"]],
    ]
    #expect(sentences(described) == [])
  }

  @Test(
    "a section without a value is refused: read as absent it would be switched off",
    arguments: ["trust", "sequences", "channels", "unicode", "canaries", "system_prompt", "restricted", "tools"])
  func sections(_ key: String) {
    let value = JSONValue.object(JSONObject([("id", "desk"), (key, .null)]))
    #expect(sentences(value) == ["3: `\(key)` in the policy has no value"])
  }

  @Test("the key of a tool rule that nobody reads is refused", arguments: ["audience", "when", "paths"])
  func toolKeys(_ key: String) {
    let rule = JSONValue.object(JSONObject([("id", "A"), ("tool", "pay"), (key, .object([:]))]))
    #expect(problems(["tools": [rule]]).map(\.code) == [.unknownKey])
  }

  @Test(
    "a word that is nearly right is refused where it would hold nothing",
    arguments: [
      (
        [
          "pii": [:],
          "tools": [
            ["id": "A", "tool": "pay", "allow_when": ["each": [["path": "$.a", "no_detector": "pii:US_SNN"]]]]
          ],
        ],
        "`no_detector` names `pii:US_SNN`, which `pii` does not look for"
      ),
      (
        [
          "restricted": [["id": "codes", "values": ["HEATHER"]]],
          "tools": [
            ["id": "A", "tool": "pay", "allow_when": ["each": [["path": "$.a", "no_detector": "restricted:code"]]]]
          ],
        ], "`no_detector` names `restricted:code`, which `restricted` does not look for"
      ),
      (
        ["sequences": [["id": "S", "after": "read", "deny": "external_wirte"]]],
        "`external_wirte` is neither an effect nor a tool of this policy"
      ),
      (
        [
          "tools": [["id": "A", "tool": "read_secret"]],
          "sequences": [["id": "S", "after": "raed_secret", "deny": "money"]],
        ], "`raed_secret` is neither an effect nor a tool of this policy"
      ),
      (
        [
          "tools": [
            [
              "id": "A", "tool": "pay", "taint": ["paths": ["$.recipient"]],
              "allow_when": [
                "arguments": ["type": "object", "properties": ["to": true], "additionalProperties": false]
              ],
            ]
          ]
        ], "`$.recipient` leads to `recipient`, which the schema of the arguments does not allow"
      ),
      (
        [
          "tools": [
            [
              "id": "A", "tool": "pay", "confirm": ["always": true, "bind": ["tool", "to_sha256", "recipients"]],
              "allow_when": [
                "arguments": ["type": "object", "properties": ["to": true], "additionalProperties": false]
              ],
            ]
          ]
        ], "`recipients` binds `recipients`, which the schema of the arguments does not allow"
      ),
      (
        ["tools": [["id": "A", "tool": "pay", "confirm": ["always": true, "bind": ["tool"]]]]],
        "`bind` names no argument, so that nothing would be bound"
      ),
      (
        ["trust": ["trusted": ["user", "*"], "untrusted": ["tool:*"]]],
        "`*` trusts every source, so that nothing is tainted"
      ),
      (
        ["pii": ["entities": [:]]],
        "`entities` names no kind, so that none is looked for"
      ),
      (
        [
          "tools": [
            [
              "id": "A", "tool": "pay",
              "allow_when": [
                "arguments": [
                  "type": "object", "properties": ["to": ["type": "array", "items": ["type": "string"]]],
                ],
                "each": [["path": "$.to[*].email", "max_bytes": 9]],
              ],
            ]
          ]
        ], "`$.to[*].email` leads to `email` of what the schema of the arguments says is `string`"
      ),
      (
        [
          "tools": [
            [
              "id": "A", "tool": "pay", "taint": ["paths": ["$.to.mail"]],
              "allow_when": [
                "arguments": [
                  "properties": ["to": ["properties": ["email": true], "additionalProperties": false]]
                ]
              ],
            ]
          ]
        ], "`$.to.mail` leads to `mail`, which the schema of the arguments does not allow"
      ),
      (
        ["tools": [["id": "A", "tool": "pay"]], "sequences": [["id": "S", "after": "read", "deny": "wipe_all"]]],
        "`wipe_all` is neither an effect nor a tool of this policy, so it is denied whatever came before"
      ),
      (
        ["trust": ["promote": [["source": "get_contacts", "fields": ["$.email"]]]]],
        "`get_contacts` is no source, so nothing is said by it"
      ),
      (["trust": ["untrusted": ["tools:*"]]], "`tools:*` is no source, so nothing is said by it"),
      (["trust": ["internal_domains": ["@corp.example"]]], "`@corp.example` is not a host"),
      (["trust": ["internal_domains": ["*.corp.example"]]], "`*.corp.example` is not a host"),
      (["channels": ["allow_hosts": ["https://corp.example/"]]], "`https://corp.example/` is not a host"),
      (
        ["tools": [["id": "A", "tool": "pay", "limits": ["per_run": -1]]]],
        "`per_run` must be a whole number of at least 0, not `-1`"
      ),
    ] as [(JSONValue, String)])
  func nearlyRight(_ policy: JSONValue, _ sentence: String) {
    #expect(problems(policy).map(\.message) == [sentence])
  }

  @Test("words that name something are let be")
  func named() {
    let policy: JSONValue = [
      "pii": [:], "secrets": [:], "trust": ["untrusted": ["tool:*"], "trusted": ["*"]],
      "tools": [
        [
          "id": "A", "tool": "pay_*", "taint": ["paths": ["$.to[*].name", "$..iban"]],
          "allow_when": [
            "arguments": ["type": "object", "properties": ["to": true], "additionalProperties": false],
            "each": [["path": "$.to", "no_detector": ["pii:US_SSN", "secret:jwt", "pii"]]],
          ],
        ]
      ],
      "sequences": [["id": "S", "after": "get_user_info|pay_now", "deny": "external_write|pay_*"]],
    ]
    #expect(problems(policy).isEmpty)
  }

  @Test(
    "a path is let be where its schema may let something stand",
    arguments: [
      ("$.to[*].email", ["type": "array", "items": ["type": ["object", "null"]]]),
      ("$.to[*].email", ["type": "object"]), ("$.to[*].email", ["items": ["type": "string"]]),
      ("$.to[0].email", ["type": "array", "prefixItems": [["type": "object"]], "items": ["type": "string"]]),
      ("$.to.*.email", ["type": "array", "items": ["type": "string"]]), ("$.to[*]['email']", ["type": "string"]),
      ("$.to.email", ["$ref": "#/$defs/to"]), ("$.to", ["type": "string"]),
    ] as [(String, JSONValue)])
  func reachable(_ path: String, _ schema: JSONValue) {
    let policy: JSONValue = [
      "tools": [
        [
          "id": "A", "tool": "pay",
          "allow_when": [
            "arguments": ["type": "object", "properties": ["to": schema], "$defs": ["to": ["type": "object"]]],
            "each": [["path": .string(path), "max_bytes": 9]],
          ],
        ]
      ]
    ]
    #expect(problems(policy).isEmpty)
  }

  @Test(
    "a host that is none is named with what was meant",
    arguments: ["@corp.example", "*.corp.example", "https://corp.example/x"])
  func meantHost(_ text: String) {
    let problems = problems(["trust": ["internal_domains": [.string(text)]]])
    #expect(problems.first?.label == "did you mean `corp.example`?")
  }

  @Test(
    "a policy that could be misread is refused with a place",
    arguments: [
      (["tool": []], "2: unknown key `tool` in the policy"),
      (["tools": nil], "2: `tools` in the policy has no value"),
      (["defaults": ["unknown_tool": "denied"]], "3: `denied` is not a value of `unknown_tool`"),
      (["defaults": ["on_detector_error": "alow"]], "3: `alow` is not a value of `on_detector_error`"),
      (["tools": ["id": "A"]], "2: `tools` must be a list of rules, not a mapping"),
      (["tools": ["pay"]], "3: a tool rule must be a mapping, not text"),
      (["tools": [["tool": "pay"]]], "3: a tool rule needs `id`"),
      (["tools": [["id": "A"]]], "3: tool rule `A` needs `tool`"),
      (["tools": [["id": "A b", "tool": "pay"]]], "4: `A b` cannot be `id`"),
      (["tools": [["id": "A", "tool": "pay|send"]]], "5: `pay|send` is not the name of one tool"),
      (["tools": [["id": "A", "tool": "pay", "effect": "reed"]]], "6: `reed` is not a value of `effect`"),
      (["tools": [["id": "A", "tool": "pay", "decision": "block"]]], "6: `block` is not a value of `decision`"),
      (
        ["tools": [["id": "A", "tool": "pay", "decision": "confirm", "confirm": ["always": true]]]],
        "7: `confirm` beside `decision: confirm` says it twice"
      ),
      (["tools": [["id": "A", "tool": "pay", "decision": nil]]], "6: `decision` in tool rule `A` has no value"),
      (["tools": [["id": "A", "tool": "pay", "reason": "r"]]], "6: `reason` is never said by a rule that allows"),
      (["tools": [["id": "A", "tool": "pay", "allow_when": nil]]], "6: `allow_when` in tool rule `A` has no value"),
      (["tools": [["id": "A", "tool": "pay", "allow_when": [:]]]], "6: `allow_when` needs `arguments` or `each`"),
      (["secrets": ["extra": [["id": "k", "regex": "$ak"]]]], "6: no text can match `regex`"),
      (["secrets": ["extra": [["id": "k", "regex": "(ak_)?[a-z]*"]]]], "6: `regex` fits where nothing stands"),
      (["secrets": ["extra": [["id": "k", "regex": "ak_[a-z]{9}|"]]]], "6: `regex` fits where nothing stands"),
      (["secrets": ["extra": [["id": "k", "regex": "\\b"]]]], "6: `regex` fits where nothing stands"),
      (["secrets": ["extra": [["id": "k", "regex": ""]]]], "6: `regex` fits where nothing stands"),
      (
        [
          "tools": [
            ["id": "A", "tool": "pay", "allow_when": ["arguments": ["properties": ["to": ["not": ["pattern": "a^"]]]]]]
          ]
        ],
        "11: no text can match `pattern`"
      ),
      (
        [
          "tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": ["patternProperties": ["a^": false]]]]]
        ],
        "9: no text can match `patternProperties`"
      ),
      (
        ["tools": [["id": "A", "tool": "pay", "allow_when": ["each": [["path": "$.to", "matches": "(?!)"]]]]]],
        "10: no text can match `matches`"
      ),
      (["restricted": [["id": "r"]]], "3: restricted rule `r` has no values"),
      (["restricted": [["id": "r", "values": []]]], "5: `values` must be a list with at least one value"),
      (
        ["restricted": [["id": "r", "values_from": "salary.json"]]],
        "5: `values_from` must be a list with at least one value"
      ),
      (
        ["restricted": [["id": "r", "values": ["ok", " "]]]],
        "7: a restricted value is empty, so it would be found everywhere"
      ),
      (
        ["restricted": [["id": "r", "values": [true]]]],
        "6: a restricted value must be text or a number, not true or false"
      ),
      (
        ["restricted": [["id": "r", "values": ["v"], "partial_ratio": 1.5]]],
        "7: `partial_ratio` must be a share above 0 and up to 1, not `1.5`"
      ),
      (["restricted": [["id": "r", "values": ["v"], "match": ["exakt"]]]], "8: `exakt` is not a value of `match`"),
      (
        ["restricted": [["id": "r", "values": ["v"], "match": []]]],
        "7: `match` must be a list such as `[exact, normalized]`, not an empty list"
      ),
    ] as [(JSONValue, String)])
  func refused(_ value: JSONValue, _ expected: String) {
    #expect(sentences(value) == [expected])
  }

  @Test(
    "a rule of `each` that could be misread is refused with a place",
    arguments: [
      (["path": "$.to"], "8: a rule of `each` asks nothing"),
      (["max_bytes": 3], "8: a rule of `each` needs `path`"),
      (["path": "to", "max_bytes": 3], "9: `to` is not a JSONPath: "),
      (["path": "$.to", "max_bytes": 9, "max_bites": 3], "11: unknown key `max_bites` in a rule of `each`"),
      (["path": "$.to", "email_domain_in": ["b c"]], "11: `b c` is not a host"),
      (["path": "$.to", "matches": "(a"], "10: `matches` is not a regular expression"),
      (["path": "$.to", "public_host": false], "10: `public_host` must be true, not `false`"),
      (
        ["path": "$.to", "no_detector": ["restricted"]],
        "10: `no_detector` names `restricted`, which this policy does not run"
      ),
    ] as [(JSONValue, String)])
  func each(_ each: JSONValue, _ expected: String) {
    let rule: JSONValue = ["id": "A", "tool": "pay", "allow_when": ["each": [each]]]
    #expect(sentences(["tools": [rule]]).first?.prefix(expected.count) == expected[...])
  }

  @Test("a condition beside a denial is refused")
  func contradiction() {
    let rule: JSONValue = ["id": "A", "tool": "pay", "decision": "deny", "allow_when": ["arguments": [:]]]
    #expect(problems(["tools": [rule]]).map(\.code) == [.policyContradiction])
  }

  @Test("two rules may not have one id, whatever their kind")
  func duplicates() {
    let value: JSONValue = ["tools": [["id": "A", "tool": "pay"]], "restricted": [["id": "A", "values": ["v"]]]]
    #expect(sentences(value) == ["8: the id `A` is taken by the rule in line 4"])
  }

  @Test("a mistyped key is told from the known ones")
  func suggestion() {
    #expect(
      problems(["tools": [["id": "A", "tool": "pay", "efect": "read"]]]).map(\.label) == ["did you mean `effect`?"])
    #expect(problems(["trust": ["untrused": ["tool:*"]]]).map(\.label) == ["did you mean `untrusted`?"])
  }

  @Test(
    "a schema that would hold nothing is refused",
    arguments: [
      (
        ["properties": ["n": ["maximun": 200]]],
        "9: unknown keyword `maximun` in the schema of arguments: it would hold nothing"
      ),
      (
        ["properties": ["n": ["format": "e-mail"]]],
        "9: unknown format `e-mail` in the schema of arguments: it would hold nothing"
      ),
      (
        ["allOf": [["not": ["constt": 1]]]],
        "10: unknown keyword `constt` in the schema of arguments: it would hold nothing"
      ),
      (
        ["$schema": "http://json-schema.org/draft-07/schema#"],
        "7: the schema of arguments is of another version than 2020-12"
      ),
    ] as [(JSONValue, String)])
  func keywords(_ schema: JSONValue, _ expected: String) {
    let value: JSONValue = ["tools": [["id": "A", "allow_when": ["arguments": schema], "tool": "pay"]]]
    #expect(sentences(value).first == expected)
  }

  @Test("names of properties and constants are not taken for keywords")
  func noKeywords() {
    let schema: JSONValue = [
      "properties": ["maximun": ["const": ["format": "x"]]], "$defs": ["x": ["enum": [["y": 1]]]],
    ]
    #expect(sentences(["tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": schema]]]]) == [])
  }

  @Test("a schema that does not compile is refused at its place")
  func brokenSchema() {
    let value: JSONValue = [
      "tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": ["properties": ["n": ["type": "numbr"]]]]]]
    ]
    #expect(problems(value).map(\.code) == [.policyBadSchema])
    #expect(problems(value).first?.location?.line == 10)
  }

  @Test("everything that is wrong is said at once")
  func allAtOnce() {
    let value: JSONValue = [
      "tools": [["id": "A"], ["id": "B", "tool": "x", "limits": [:]]], "sequences": [["id": "S"]], "restrictd": [],
    ]
    #expect(problems(value).map(\.code) == [.missingKey, .missingKey, .missingKey, .missingKey, .unknownKey])
  }

  @Test("after a path that cannot be read no key of `taint` is called unknown but one that is")
  func taintKeys() {
    func codes(_ taint: JSONValue) -> [DiagnosticCode] {
      problems(["tools": [["id": "A", "tool": "x", "effect": "read", "taint": taint]]]).map(\.code)
    }
    let rest: JSONObject = ["from": "untrusted", "unless": ["promoted"], "decision": "deny"]
    var (bad, misspelt) = (rest, rest)
    bad["paths"] = ["$.to["]
    (misspelt["paths"], misspelt["unles"]) = (["$.to["], ["promoted"])
    #expect(codes(.object(bad)) == [.policyBadPath])
    #expect(codes(.object(misspelt)) == [.policyBadPath, .unknownKey])
    #expect(codes(.object(rest)) == [.missingKey])
  }

  @Test("a policy has as many restricted values as are written, whatever else they are looked for as")
  func valueCount() throws {
    let values: JSONValue = ["Anna Schneider", "Marta Nowak", "+81 3 1234 5678"]
    let policy = try policy(["restricted": [["id": "r", "values": values], ["id": "q", "values": ["zebra-17"]]]])
    #expect(policy.restrictedValueCount == 4)
  }

  @Test("no problem shows a restricted value")
  func noLeak() {
    let value: JSONValue = [
      "restricted": [["id": "r", "values": ["s3cret-value", nil]], ["id": "q", "values": "s3cret-value"]]
    ]
    let said = problems(value).map { "\($0.message) \($0.label ?? "") \($0.help)" }
    #expect(said.count == 2)
    #expect(!said.contains { $0.contains("s3cret-value") })
  }
}
