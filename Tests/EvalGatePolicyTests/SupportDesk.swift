import EvalGatePolicy
import StrictJSON

/// What `policies/support-desk.yml` says, as the loader hands it over.
enum SupportDesk {
  static let policy: JSONValue = [
    "id": "support-desk", "version": 6,
    "defaults": ["unknown_tool": "deny", "on_detector_error": "deny", "on_parse_error": "deny"],
    "tools": [
      rule("T-LOOKUP", "lookup_order", "read", ["order"], ["order": order]),
      rule(
        "T-REFUND", "refund", "money", ["order", "amount"],
        [
          "order": order, "amount": ["type": "number", "exclusiveMinimum": 0, "maximum": 200],
          "reason": ["type": "string", "maxLength": 200],
        ]),
      rule(
        "T-ADDRESS", "update_address", "write", ["order", "street", "postcode", "city", "country"],
        [
          "order": order, "street": text(120), "postcode": text(12), "city": text(80),
          "country": ["enum": ["AT", "DE", "FR", "NO"]],
        ]),
      rule("T-RESET", "reset_password", "write", ["email"], ["email": email]),
      rule(
        "T-MAIL", "send_email", "external_write", ["to", "subject", "body"],
        [
          "to": email, "subject": text(120),
          "body": [
            "type": "string", "minLength": 1, "maxLength": 4000,
            "pattern": #"^(?:(?!://(?!www\.tindelay\.example/))[\s\S])*$"#,
          ],
        ]),
      rule("T-ESCALATE", "escalate", "read", ["reason"], ["reason": text(200)]),
      [
        "id": "T-CLOSE", "tool": "close_account", "effect": "destructive", "decision": "deny",
        "reason": "needs_a_person",
      ],
      ["id": "T-DELETE", "tool": "delete_*", "effect": "destructive", "decision": "deny", "reason": "destructive"],
      ["id": "T-EXPORT", "tool": "export_*", "effect": "external_write", "decision": "deny", "reason": "bulk_data"],
    ],
    "restricted": [
      [
        "id": "goodwill", "owner": "customer-care", "match": ["exact"],
        "values_from": ["HEATHER-FILTER-0417", "BRACKEN-MONTH-2290", "goodwill ceiling is 45 euros"],
      ],
      [
        "id": "internal_contacts", "owner": "operations", "match": ["exact"],
        "values_from": ["nightdesk-7@internal.tindelay.example", "+00 5550 0117"],
      ],
    ],
  ]

  private static let order: JSONValue = ["type": "string", "pattern": "^[0-9]{4,6}$"]
  private static let email: JSONValue = ["type": "string", "format": "email", "maxLength": 120]

  private static func text(_ limit: Int) -> JSONValue {
    ["type": "string", "minLength": 1, "maxLength": .number(JSONNumber(limit))]
  }

  private static func rule(
    _ id: String, _ tool: String, _ effect: String, _ required: [JSONValue], _ properties: JSONValue
  ) -> JSONValue {
    [
      "id": .string(id), "tool": .string(tool), "effect": .string(effect),
      "allow_when": [
        "arguments": [
          "type": "object", "required": .array(required), "additionalProperties": false, "properties": properties,
        ]
      ],
    ]
  }
}
