import EvalGateCore
import JSONSchema
import StrictJSON

/// The form of a policy file as a JSON Schema of 2020-12, for editors and for whoever makes policies by program.
///
/// Reading a policy finds all that the schema finds and more, with better words; what the reader should ever let pass and the
/// schema does not is an error all the same.
public enum PolicySchema {
  /// The schema itself; `docs/schemas/policy.schema.json` has the same text.
  public static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "https://evalgate.example/schemas/policy.json",
      "title": "A policy of evalgate",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "id": { "type": "string" },
        "version": { "type": ["string", "number"] },
        "name": { "type": "string" },
        "description": { "type": "string" },
        "changelog": { "type": "array" },
        "defaults": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "unknown_tool": { "$ref": "#/$defs/deny_or_allow" },
            "on_parse_error": { "$ref": "#/$defs/deny_or_allow" },
            "on_detector_error": { "$ref": "#/$defs/deny_or_allow" }
          }
        },
        "trust": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "trusted": { "$ref": "#/$defs/words" },
            "untrusted": { "$ref": "#/$defs/words" },
            "internal_domains": { "$ref": "#/$defs/words" },
            "promote": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["source", "fields"],
                "properties": { "source": { "type": "string" }, "fields": { "$ref": "#/$defs/paths" } }
              }
            }
          }
        },
        "tools": { "type": "array", "items": { "$ref": "#/$defs/tool" } },
        "sequences": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["id", "after", "deny"],
            "properties": {
              "id": { "$ref": "#/$defs/name" },
              "after": { "type": "string", "minLength": 1 },
              "deny": { "type": "string", "minLength": 1 },
              "unless": { "const": "confirmed" }
            }
          }
        },
        "restricted": { "type": "array", "items": { "$ref": "#/$defs/restricted" } },
        "pii": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "entities": {
              "type": "object", "minProperties": 1, "additionalProperties": { "$ref": "#/$defs/pii_response" }
            },
            "allow_values": { "$ref": "#/$defs/words" }
          }
        },
        "secrets": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "action": { "enum": ["block", "report"] },
            "allow": { "$ref": "#/$defs/words" },
            "extra": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "regex"],
                "properties": {
                  "id": { "$ref": "#/$defs/name" },
                  "regex": { "type": "string" },
                  "entropy": { "type": "number" }
                }
              }
            }
          }
        },
        "channels": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "allow_hosts": { "$ref": "#/$defs/words" },
            "images": { "enum": ["allowlist_only", "no_data", "allow"] },
            "links": { "enum": ["allowlist_only", "no_data", "allow"] },
            "raw_html": { "enum": ["deny", "report", "allow"] }
          }
        },
        "unicode": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "tags": { "$ref": "#/$defs/response" },
            "bidi": { "$ref": "#/$defs/response" },
            "zero_width": { "$ref": "#/$defs/response" },
            "mixed_script": { "$ref": "#/$defs/response" }
          }
        },
        "canaries": {
          "type": "object",
          "additionalProperties": false,
          "properties": { "derive": { "const": "hmac" }, "scope": { "const": "scenario" } }
        },
        "system_prompt": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "leak_ratio": { "type": "number", "exclusiveMinimum": 0, "maximum": 1 },
            "min_run": { "type": "integer", "minimum": 16, "maximum": 4096 },
            "allow": { "$ref": "#/$defs/texts" }
          }
        }
      },
      "$defs": {
        "name": { "type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$" },
        "texts": {
          "oneOf": [
            { "type": "string" }, { "type": "array", "items": { "oneOf": [{ "type": "string" }, { "$ref": "#/$defs/text_file" }] } }
          ]
        },
        "text_file": {
          "type": "object",
          "additionalProperties": false,
          "required": ["file"],
          "properties": { "file": { "type": "string", "minLength": 1 } }
        },
        "words": { "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
        "paths": { "oneOf": [{ "type": "string" }, { "type": "array", "minItems": 1, "items": { "type": "string" } }] },
        "deny_or_allow": { "enum": ["deny", "allow"] },
        "pii_response": { "enum": ["block", "report", "allow"] },
        "response": { "enum": ["block", "report", "allow", "context"] },
        "tool": {
          "type": "object",
          "additionalProperties": false,
          "required": ["id", "tool"],
          "properties": {
            "id": { "$ref": "#/$defs/name" },
            "tool": { "type": "string", "minLength": 1 },
            "effect": { "enum": ["read", "write", "external_write", "destructive", "money"] },
            "decision": { "enum": ["allow", "confirm", "deny"] },
            "reason": { "$ref": "#/$defs/name" },
            "allow_when": {
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "arguments": { "type": ["object", "boolean"] },
                "each": { "type": "array", "items": { "$ref": "#/$defs/each" } }
              }
            },
            "taint": {
              "type": "object",
              "additionalProperties": false,
              "required": ["paths"],
              "properties": {
                "paths": { "$ref": "#/$defs/paths" },
                "from": { "const": "untrusted" },
                "unless": {
                  "oneOf": [
                    { "enum": ["in_trusted_text", "promoted"] },
                    { "type": "array", "minItems": 1, "items": { "enum": ["in_trusted_text", "promoted"] } }
                  ]
                },
                "decision": { "enum": ["deny", "confirm", "deny_external"] }
              }
            },
            "confirm": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "always": { "type": "boolean" },
                "when": { "enum": ["always", "external_domain", "tainted"] },
                "by": { "const": "user" },
                "bind": { "$ref": "#/$defs/words" },
                "ttl_turns": { "type": "integer", "minimum": 1, "maximum": 1000 }
              }
            },
            "limits": {
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "per_run": { "type": "integer", "minimum": 0 },
                "per_turn": { "type": "integer", "minimum": 0 }
              }
            }
          }
        },
        "each": {
          "type": "object",
          "additionalProperties": false,
          "required": ["path"],
          "minProperties": 2,
          "properties": {
            "path": { "type": "string" },
            "email_domain_in": { "$ref": "#/$defs/paths" },
            "host_in": { "$ref": "#/$defs/paths" },
            "scheme_in": { "$ref": "#/$defs/paths" },
            "public_host": { "const": true },
            "path_within": { "$ref": "#/$defs/paths" },
            "max_bytes": { "type": "integer", "minimum": 0 },
            "matches": { "type": "string" },
            "one_of": { "$ref": "#/$defs/paths" },
            "no_detector": { "$ref": "#/$defs/paths" }
          }
        },
        "restricted": {
          "type": "object",
          "additionalProperties": false,
          "required": ["id"],
          "anyOf": [{ "required": ["values"] }, { "required": ["values_from"] }],
          "properties": {
            "id": { "$ref": "#/$defs/name" },
            "values": { "$ref": "#/$defs/values" },
            "values_from": { "oneOf": [{ "type": "string" }, { "$ref": "#/$defs/values" }] },
            "owner": { "type": "string" },
            "match": { "type": "array", "minItems": 1, "items": { "enum": ["exact", "normalized", "encoded", "partial"] } },
            "partial_ratio": { "type": "number", "exclusiveMinimum": 0, "maximum": 1 },
            "min_chars": { "type": "integer", "minimum": 4, "maximum": 1000 },
            "partial_reach": { "type": "integer", "minimum": 0, "maximum": 200 },
            "allow_mask": { "enum": ["none", "last4"] },
            "allow_when": {
              "type": "object",
              "additionalProperties": false,
              "required": ["audience"],
              "properties": { "audience": { "$ref": "#/$defs/words" } }
            },
            "echo_of_user_input": { "enum": ["allow", "deny"] }
          }
        },
        "values": { "type": "array", "minItems": 1, "items": { "type": ["string", "number"] } }
      }
    }
    """

  private static let compiled: JSONSchema? = (try? JSONValue(parsing: text)).flatMap { try? JSONSchema($0) }

  /// What a policy breaks, each with its place.
  static func problems(of node: Node) -> [Diagnostic] {
    guard let compiled else {
      return [Diagnostic(.internalError, "the schema of policies does not compile", at: node.location)]
    }
    switch compiled.validate(node.json) {
    case .valid: return []
    case .tooExpensive(let what): return [Diagnostic(.policyBadForm, what, at: node.location)]
    case .invalid(let issues):
      return issues.map { issue in
        Diagnostic(
          .policyBadForm,
          "\(issue.instancePath.description.isEmpty ? "the policy" : issue.instancePath.description): \(issue.message)",
          at: node.place(of: issue.instancePath), help: "see `docs/schemas/policy.schema.json` for the form of a policy"
        )
      }
    }
  }
}
