extension Remedy {
  /// What belongs to one command.
  static let ofCommands: [String: Remedy] = [
    "command/usage": Remedy(
      "evalgate run --trails 3", "`evalgate run --help` has every flag: `--trials 3`"),
    "explain/unknown": Remedy(
      "evalgate explain contian", "`evalgate list checks`, `list metrics` and `list codes` have what there is"),
    "export/address": Remedy(
      "--to https://me:secret@warehouse:8443/?database=x",
      "the address alone; names and passwords come from the environment"),
    "export/refused": Remedy(
      "a user of the warehouse who may not create tables", "do what the server's answer says, which is shown"),
    "export/unreachable": Remedy("--to http://localhost:1", "start the server, or correct the address"),
    "import/file": Remedy(
      "evalgate import promptfoo README.md", "name the configuration of the tool that is meant"),
    "import/left-out": Remedy(
      "a JavaScript assertion of promptfoo", "write it as a check, or as a program: `{ check: exec, command: […] }`"),
    "import/nearly": Remedy(
      "an assertion that ignores case, where ours does not",
      "read what differs, and edit what was written where it matters"),
    "import/target": Remedy(
      "evalgate import promptfoo FILE, twice", "write elsewhere: `--into FOLDER`"),
    "import/unreadable": Remedy(
      "tests: file://missing.csv", "put the file there, or remove the line from the other tool's file"),
    "init/taken": Remedy(
      "evalgate init in a folder with an evalgate.yml", "`evalgate init` in an empty folder, or edit what is there"),
    "internal/bug": Remedy(
      "a message that begins with `internal`",
      "report it with the file that is named; it holds version, platform and command, and no secret"),
    "json/oversized": Remedy(
      "evalgate json export-of-everything.json",
      "split it into JSON Lines and check those: `evalgate json --lines FILE`"),
    "output/lost": Remedy(
      "evalgate run > /full-disk/log",
      "free the disk, or write the report to a file elsewhere: `--report text=/tmp/report`"),
    "plan/margin": Remedy(
      "evalgate plan --margin 3 with absolute gates alone",
      "add a gate that compares: `{ metric: pass_rate, no_worse_than: baseline }`"),
    "report/unknown-format": Remedy("evalgate run --report juint", "`evalgate list formats` has them: `junit`"),
  ]
}
