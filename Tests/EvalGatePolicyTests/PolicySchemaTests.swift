import EvalGatePolicy
import JSONSchema
import StrictJSON
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("the published schema of policies")
struct PolicySchemaTests {
  private func accepts(_ value: JSONValue) throws -> Bool {
    guard case .valid = try JSONSchema(JSONValue(parsing: PolicySchema.text)).validate(value) else { return false }
    return true
  }

  /// A policy that says all there is to say.
  private static let everything: JSONValue = [
    "id": "desk", "version": 6,
    "defaults": ["unknown_tool": "deny", "on_detector_error": "deny", "on_parse_error": "deny"],
    "trust": [
      "trusted": ["system", "developer", "user"], "untrusted": ["tool:*", "retrieval:*", "memory:*"],
      "internal_domains": ["pier.example"],
      "promote": [["source": "tool:get_contacts", "fields": ["$.contacts[*].email"]]],
    ],
    "tools": [
      [
        "id": "T-SEND-1", "tool": "send_email", "effect": "external_write",
        "allow_when": [
          "arguments": ["type": "object", "required": ["recipients"]],
          "each": [
            ["path": "$.recipients[*]", "email_domain_in": ["pier.example"]],
            ["path": "$.body", "max_bytes": 20_000, "no_detector": ["restricted"]],
          ],
        ],
        "taint": [
          "paths": ["$.recipients[*]"], "from": "untrusted", "unless": ["in_trusted_text", "promoted"],
          "decision": "deny",
        ],
        "confirm": [
          "when": "external_domain", "by": "user", "bind": ["tool", "recipients", "body_sha256"], "ttl_turns": 1,
        ],
        "limits": ["per_run": 3, "per_turn": 1],
      ],
      ["id": "T-PAY-1", "tool": "send_money", "effect": "money", "confirm": ["always": true]],
      ["id": "T-DEL", "tool": "delete_*", "decision": "deny", "reason": "destructive"],
    ],
    "sequences": [
      ["id": "S-1", "after": "read_secret|get_user_info", "deny": "external_write", "unless": "confirmed"]
    ],
    "restricted": [
      [
        "id": "salary", "values_from": ["71,000.50"], "owner": "hr",
        "match": ["exact", "normalized", "encoded", "partial"],
        "partial_ratio": 0.6, "min_chars": 6, "partial_reach": 120, "allow_mask": "last4",
        "allow_when": ["audience": ["hr"]],
        "echo_of_user_input": "allow",
      ]
    ],
    "channels": [
      "allow_hosts": ["docs.pier.example"], "images": "allowlist_only", "links": "no_data", "raw_html": "deny",
    ],
    "unicode": ["tags": "block", "bidi": "block", "zero_width": "context", "mixed_script": "report"],
    "pii": [
      "entities": ["CREDIT_CARD": "block", "EMAIL_ADDRESS": "report"], "allow_values": ["support@acme.example"],
    ],
    "secrets": ["action": "block", "extra": [["id": "acme", "regex": "ak_[a-z0-9]{32}", "entropy": 3.0]]],
    "canaries": ["derive": "hmac", "scope": "scenario"],
    "system_prompt": ["leak_ratio": 0.3, "min_run": 40, "allow": ["We ship on Mondays."]],
  ]

  @Test("a policy that says everything is read, and follows the schema")
  func everything() throws {
    #expect(sentences(Self.everything) == [])
    #expect(try accepts(Self.everything))
  }

  @Test("what the documentation publishes is what the program goes by")
  func published() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let path = "/docs/schemas/policy.schema.json"
    let file = try #require(fopen(root + path, "rb"), "\(path) is not there")
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&buffer, 1, buffer.count, file)
    #expect(String(decoding: buffer[..<count], as: UTF8.self) == PolicySchema.text + "\n")
  }

  @Test("the policy of the support desk follows the schema")
  func supportDesk() throws { #expect(try accepts(SupportDesk.policy)) }

  @Test(
    "what the schema refuses is refused when a policy is read",
    arguments: [
      ["toolz": []], ["defaults": ["unknown_tool": "ask"]], ["trust": ["trust": []]], ["tools": [["id": "A"]]],
      ["tools": [["id": "A", "tool": "x", "limits": [:]]]], ["tools": [["id": "A", "tool": "x", "allow_when": [:]]]],
      ["tools": [["id": "A", "tool": "x", "taint": [:]]]],
      ["tools": [["id": "A", "tool": "x", "taint": ["paths": []]]]],
      ["sequences": [["id": "S", "after": "a"]]], ["restricted": [["id": "r"]]], ["unicode": ["tags": "deny"]],
      ["channels": ["image": "allow"]], ["pii": ["entities": ["CREDIT_CARD": "deny"]]], ["pii": ["entity": [:]]],
      ["pii": ["entities": [:]]],
      ["secrets": ["extra": [["id": "a"]]]], ["canaries": ["derive": "fixed"]], ["system_prompt": ["min_run": 3]],
      ["system_prompt": ["allow": [["path": "a.md"]]]],
    ] as [JSONValue])
  func refused(_ value: JSONValue) throws {
    #expect(try !accepts(value))
    #expect(!problems(value).isEmpty)
  }
}
