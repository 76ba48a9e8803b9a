extension Remedy {
  /// Evalsets, cases, checks, waivers, recordings, probes.
  static let ofEvalsets: [String: Remedy] = [
    "case/duplicate": Remedy(
      "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"a\", \"text\": \"y\"}", "give one of them another id, or remove it"),
    "case/invalid": Remedy(
      "{\"id\": \"\", \"text\": \"x\"}", "follow the message; `evalgate schema cases` has all keys"),
    "case/unjudged": Remedy(
      "{\"text\": \"charged twice\"} in a suite without schema and policy",
      "say what is right, `\"expected\": \"billing\"`, or give the set `defaults: { checks: [json] }`"),
    "check/bad-option": Remedy(
      "{ check: length, at_least: 10, at_most: 5 }", "`evalgate explain length` shows options that go together"),
    "check/from": Remedy(
      "{ check: equals, from: body }", "write `from: json`, or a path into it such as `from: $.body`"),
    "check/nothing-to-compare": Remedy(
      "checks: [equals] and a case without `expected`", "give the case `expected`, or the check its own value"),
    "check/unknown": Remedy("checks: [contain]", "`evalgate list checks` has them: `contains`"),
    "evalset/empty": Remedy("an empty cases.jsonl", "write a case, one a line: {\"text\": \"…\", \"expected\": \"…\"}"),
    "evalset/empty-slice": Remedy(
      "slices: [\"lang:dk\"] and no case with that tag", "correct the tag, or remove the slice"),
    "evalset/unused": Remedy(
      "evalsets/old/cases.jsonl and no suite `old`", "name it in a suite, `evalset: old`, or remove it"),
    "probes/header": Remedy(
      "evalgate probes expand --seed 8 over a set that was made with seed 7",
      "make it with what its header says, or write another set with `--out`"),
    "probes/not-failing": Remedy(
      "evalgate probes minimise latest a-case-that-passed", "choose a scenario that failed: `evalgate show latest`"),
    "probes/tables": Remedy(
      "a sentence that names `{{tool}}` and a table without `tool`",
      "add what is named as missing; `evalgate probes tables` writes a copy"),
    "probes/taken": Remedy(
      "evalgate probes minimise latest p-17 --name kept-1, twice", "give it a name of its own with `--name`"),
    "recordings/damaged": Remedy(
      "recordings.jsonl after a merge took both sides",
      "`evalgate recordings verify` names the lines; keep one of each pair"),
    "recordings/differing": Remedy(
      "git pull, with answers of last week in .evalgate/recordings",
      "`evalgate recordings keep` takes this machine's over; without the file that is named the committed ones count"),
    "recordings/missing": Remedy(
      "evalgate run --mode replay after an edit to the prompt",
      "record anew, `evalgate run --mode record`, and keep them: `evalgate recordings keep`"),
    "recordings/not-recordable": Remedy(
      "evalgate recordings import of a batch with a rate-limited line",
      "ask those cases again: `evalgate run --mode record`"),
    "recordings/of-repository": Remedy(
      "git add --force .evalgate/recordings",
      "`evalgate recordings keep` moves the answers beside their evalset; then `git rm -r --cached .evalgate`"),
    "recordings/overtaken": Remedy(
      "a fallback's answer of an earlier evalgate, and `evalgate run --mode record` of a suite with its first target alone",
      "record the route anew, `evalgate run --mode record`: it then keeps answers of its own"),
    "recordings/secret": Remedy(
      "an answer that holds `sk-…`", "revoke the key if it is one, and record the case again without it in its text"),
    "recordings/unused": Remedy(
      "an answer to the prompt of three versions ago", "`evalgate recordings prune` removes what nothing asks for"),
    "waiver/expired": Remedy(
      "{ case: t-07, reason: known, owner: ann, expires: 2020-01-31 }",
      "mend the case and remove the waiver, or renew it with a reason"),
    "waiver/expiring": Remedy(
      "a waiver whose `expires` is in three days", "mend the case, or renew the waiver before the day"),
    "waiver/invalid": Remedy(
      "{ case: t-7, reason: known, owner: ann, expires: 2099-01-01 }",
      "name a case and check that are there, and a day at most 90 days from now"),
  ]
}
