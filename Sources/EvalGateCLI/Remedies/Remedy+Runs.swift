extension Remedy {
  /// Runs, shards, lines made elsewhere, programs.
  static let ofRuns: [String: Remedy] = [
    "gate/line": Remedy(
      "{\"id\": \"a\"} in a file of results", "a line has `id` and `output`, or `id` and `pass`"),
    "noise/not-enough-repeats": Remedy(
      "evalgate noise over a run of one trial", "ask for repeats: `evalgate noise --runs 5`"),
    "program/byte-code": Remedy(
      "git add -A in a repository whose .gitignore does not name `__pycache__/`",
      "`git rm -r --cached lib/__pycache__`, and a line `__pycache__/` in .gitignore"),
    "program/failed": Remedy(
      "{ provider: exec, command: [python3, app.py] } and a line of log on its standard output",
      "write replies only to standard output and everything else to standard error; `-v` shows the latter"),
    "program/inputs": Remedy(
      "inputs: [\"ap.py\"] where the file is called app.py",
      "name files as they lie in the repository: `inputs: [app.py, \"lib/**\"]`"),
    "run/ambiguous": Remedy("evalgate show 7", "write more of the id: `evalgate runs list` has them"),
    "run/attempts": Remedy(
      "evalgate run, three times until it passes", "nothing has to be done: all attempts count together"),
    "run/changed-since": Remedy(
      "evalgate run --changed-since origin/main in a shallow clone",
      "`git fetch --unshallow`, or name a commit that is there"),
    "run/cut-off": Remedy(
      "max_tokens: 20 and the check `contains`",
      "raise `max_tokens`, or add the check `finish_reason: stop`; that also fails what a filter cut off"),
    "run/damaged": Remedy("a run file that was edited by hand", "make the run again"),
    "run/empty": Remedy(
      "evalgate run --tag no-such-tag", "correct the filter; `evalgate list cases` takes the same ones"),
    "run/of-repository": Remedy(
      "git add --force .evalgate/runs", "`git rm -r --cached .evalgate`: `.evalgate` is this machine's and its cache's"),
    "run/exists": Remedy("evalgate run --save r.jsonl, twice", "name another file, or remove the old one"),
    "run/foreign-head": Remedy(
      "on: pull_request_target", "use `on: pull_request`, and comment from a second workflow (docs/how-to/forks.md)"),
    "run/foreign-program": Remedy(
      "a fork that edits `command: [python3, app.py]`",
      "somebody who has read the change runs it from a branch of the repository"),
    "run/in-use": Remedy(
      "evalgate run --resume 7f3a91c in two windows", "wait for the other one, or end it"),
    "run/no-effect": Remedy(
      "evalgate run --stop-early on a suite marked critical", "leave the flag out, or give the suite what it needs"),
    "run/newer-version": Remedy("a run of a colleague's newer evalgate", "update evalgate"),
    "run/not-found": Remedy("evalgate show 0000000", "`evalgate runs list` has the runs that are kept"),
    "run/output-taken": Remedy(
      "evalgate report a.jsonl --report json=a.jsonl", "name another file: `--report json=report.json`"),
    "run/plan-changed": Remedy(
      "an edit to the prompt between `run` and `run --resume`", "put the files back, or make a new run"),
    "run/replaced": Remedy(
      "evalgate run --save r.jsonl, twice", "name a file for each: `--save r2.jsonl`"),
    "run/report": Remedy("evalgate run --report =out.xml", "write `--report junit=out.xml`"),
    "run/shadow-budget": Remedy(
      "evalgate run --budget tokens=100000 --shadow other",
      "bound the route too: `routes: { other: { budget: { tokens: 100000 } } }`"),
    "run/shard-ignored": Remedy(
      "`parallel: 4` in .gitlab-ci.yml, and `evalgate run`",
      "run a part in each, `--shard auto`, and join them: `evalgate merge`"),
    "run/shard-unknown": Remedy(
      "CI_NODE_INDEX=5 and CI_NODE_TOTAL=4", "name the part: `--shard slice:1/4`"),
    "run/shards": Remedy(
      "evalgate merge r1.jsonl r2.jsonl r4.jsonl", "make the shard that is missing, from the same commit, and merge all"
    ),
    "gate/other-version": Remedy(
      "an edit to the prompt or to a program between `run` and `gate latest`",
      "make a run of what the files have: `evalgate run`"),
    "gate/part": Remedy(
      "evalgate run --case t-01, then evalgate gate latest", "make a run of all cases: `evalgate run`"),
    "run/unknown-case": Remedy("evalgate show latest t-99", "`evalgate list cases` has the ids"),
    "run/unknown-name": Remedy(
      "evalgate run triag", "write the name that is suggested; `evalgate list suites` has them"),
  ]
}
