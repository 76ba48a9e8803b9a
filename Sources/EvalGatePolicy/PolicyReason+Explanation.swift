extension PolicyReason {
  /// When it is given and what to do about it, in sentences.
  public var explanation: String {
    switch self {
    case .unreadable:
      "The arguments of a call are not one JSON object: not JSON, a key twice, NaN, or nested more than 32 deep. Readers disagree about such texts, so the call is denied before any rule looks at it; `defaults: { on_parse_error: allow }` lets it through where no rule for the tool needs to read them, as a schema (`allow_when`), `each` and `taint` do."
    case .tooExpensive:
      "Deciding a rule would have cost more than its budget, so nothing is known and the call is denied. Simplify the pattern or the schema, or limit the size of the value."
    case .denied:
      "A tool rule with `decision: deny` speaks of the tool and gives no `reason` of its own."
    case .unknownTool:
      "No tool rule speaks of the tool. Add a rule for it; `defaults: { unknown_tool: allow }` lets all such calls through."
    case .arguments:
      "The arguments break the JSON Schema under `allow_when: { arguments }`. The path names the value; formats are asserted and patterns hold what they say."
    case .value:
      "A value breaks a rule under `allow_when: { each }`, such as a host that is not in `host_in` or a path that leads out of `path_within`."
    case .tainted:
      "A value at one of the rule's `taint: { paths }` was said by an untrusted source and by no trusted one. The evidence names the source, its place among the messages and the byte. Whoever may say such values stands under `trust: { promote }`; by default addresses of others are denied and the rest is to be confirmed (`decision: deny_external`)."
    case .noContext:
      "A `taint` rule cannot be kept because nobody knows what the model had been told: the candidate came without its messages. Give them, or take the rule out."
    case .sequence:
      "A call of the kind that a sequence denies came after one that it names under `after`, and was not confirmed."
    case .limit:
      "The tool was called more often than `limits` allows, in the run or in a turn of the user. Calls that were denied count too."
    case .unconfirmed:
      "The user has not confirmed this very call. A confirmation is bound to the arguments, covers one call, and holds for `ttl_turns` turns; that some text says so is none."
    case .detectorError:
      "A detector could not look at everything within its budget, and what was not looked at may hold anything. `defaults: { on_detector_error: allow }` lets such texts through."
    case .detected:
      "A detector that `no_detector` names found something at the rule's path, what it would only report included."
    case .restricted:
      "A restricted value stands in the output or in a call: as it is, in another spelling, encoded, or in part. The rule is `restricted:ID`; the evidence says what had to be undone to see it."
    case .canary:
      "A token that the scenario planted where it must not come out stands in the output or in a call, in whatever form."
    case .systemPrompt:
      "The output says the system prompt: runs of eight of its words, or one long run of its letters. What anybody may be told stands under `system_prompt: { allow }`."
    case .channel:
      "Rendered, the output would carry data out: an image or link to a host that is not allowed, markup, or a command that sends. Hosts that it may go to stand under `channels: { allow_hosts }`."
    case .unicode:
      "Characters that show nothing, or show something else than they are: tags, overrides of direction, runs of zero width, private use."
    case .sink:
      "The case declares what the output is put into as a value (`setup: { sink: sql }`), and the output would change what is done there: it ends the value and goes on, or is a whole statement or command that changes or destroys. Where the output is meant to be a whole query, leave `sink` out, and say with a check, or a rule for the tool that runs it, what a query may be."
    case .pii:
      "Personal data of a kind that the `pii` section blocks, told by its form and its check digits. A value that is nobody's secret stands under `pii: { allow_values }`."
    case .secret:
      "A credential, told by its structure, its checksum, or by the name it is given to. A value that opens nothing stands under `secrets: { allow }`."
    }
  }
}
