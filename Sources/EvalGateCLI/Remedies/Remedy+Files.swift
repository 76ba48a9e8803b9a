extension Remedy {
  /// Files as such: YAML, JSON, CSV, paths, encodings.
  static let ofFiles: [String: Remedy] = [
    "csv/syntax": Remedy(
      "id,text,expected\na,\"charged twice,billing", "close the quote, or give the row as many fields as the header has"
    ),
    "file/ambiguous": Remedy(
      "prompts/triage.prompt.yml and apps/triage.prompt.yml, and `prompt: triage`",
      "name the file: `prompt: apps/triage.prompt.yml`"),
    "file/bad-path": Remedy(
      "from: $.items[?(@.price > 10)]", "use names, indices, wildcards and slices only: `$.items[*].price`"),
    "file/bad-pattern": Remedy("regex: '(refund'", "close the bracket, or write `\\(` for the character itself"),
    "file/changed": Remedy(
      "git checkout main      # while `evalgate run` is asking",
      "leave the files alone until the run ends, and run again"),
    "file/duplicate-key": Remedy("version: 1\nversion: 1", "keep one of them"),
    "file/encoding": Remedy(
      "cases.jsonl saved as \"UTF-8 with BOM\" or as Latin-1",
      "save it as UTF-8 without a mark: `iconv -f latin1 -t utf-8 old > new`"),
    "file/missing": Remedy(
      "output: { schema: schemas/order.json }", "make the file, or write its path as seen from the file that names it"),
    "file/missing-key": Remedy("gates: { accuracy: { at_least: 90% } }", "add it: `metric: pass_rate`"),
    "file/not-a-file": Remedy("mkdir evalgate.yml", "put a file of that name there, or name another path"),
    "file/outside-repository": Remedy(
      "schema: ../../shared/order.json", "copy the file into the repository, so that a revision holds it"),
    "file/too-large": Remedy("a case of 9 MB in one line", "shorten it, or split the set; the message names the limit"),
    "file/unknown-key": Remedy(
      "suites: { triage: { promt: triage } }",
      "write the key that is suggested, or remove it; `evalgate schema config` has all"),
    "file/unknown-word": Remedy("mode: reply", "write one of the words that the message lists: `mode: replay`"),
    "file/unreadable": Remedy(
      "chmod 000 evalsets/triage/cases.jsonl", "give the user of this process the right to read it"),
    "file/wrong-type": Remedy("trials: many", "write a value of the kind that is named: `trials: 3`"),
    "git/failed": Remedy(
      "git fetch that was killed and left .git/index.lock",
      "run the git command that is shown by hand, and do what it says"),
    "git/unavailable": Remedy(
      "fatal: detected dubious ownership in repository",
      "install git, or trust the folder: `git config --global --add safe.directory \"$PWD\"`"),
    "json/input": Remedy("evalgate json - < /dev/zero", "give a file, or a pipe that ends"),
    "json/map": Remedy(
      "evalgate json --map https://example.com/schemas FILE",
      "name both: `--map https://example.com/schemas/=schemas`"),
    "json/precision": Remedy(
      "{\"id\": 12345678901234567890}",
      "write it as a text, `\"12345678901234567890\"`, where it is a name rather than a number"),
    "json/schema": Remedy(
      "{\"total\": \"12.50\"} where the schema says `\"type\": \"number\"`",
      "mend the value at the place, or the schema"),
    "json/syntax": Remedy(
      "{\"id\": \"a\", \"text\":", "close it; a comma at the end, a comment and single quotes are not JSON either"),
    "json/output-cut": Remedy(
      "evalgate json big.json --schema big.schema.json --output verbose",
      "the verdict stands; ask for `--output basic`, or check a part of the document"),
    "json/too-expensive": Remedy(
      "\"pattern\": \"^(a+)+$\" on a long text", "make the pattern or the schema simpler; nested repeats cost most"),
    "schema/ignored": Remedy(
      "{\"type\": \"object\", \"requried\": [\"total\"]}", "correct the word, or remove what does nothing"),
    "schema/invalid": Remedy("{\"type\": \"objct\"}", "follow JSON Schema 2020-12 at the place that is shown"),
    "schema/missing": Remedy(
      "{\"text\": \"charged twice\", \"checks\": [\"json_schema\"]}   # and a prompt without `output`",
      "give the check a `schema`, or the prompt an `output: { schema: … }`"),
    "schema/never-matches": Remedy(
      "{\"type\": \"integer\", \"minimum\": 10, \"maximum\": 5}", "decide which of the two is meant"),
    "schema/unsupported": Remedy(
      "\"minLength\" in the output schema of a service that takes no such keyword",
      "nothing has to be done: answers are validated here. Leave the keyword out to have the warning go"),
    "store/database": Remedy(
      "evalgate export --format sqlite --to notes.txt",
      "name a new file, or one that an export made; close what locks it"),
    "store/outside-repository": Remedy(
      "evalsets/triage/cases.jsonl as a link to /etc/passwd", "put the file itself there"),
    "store/unreadable": Remedy(
      "evalgate.yml of 5 MB", "the message says why the system refused; a file has a limit of its own"),
    "store/unwritable": Remedy(
      "evalgate run on a read-only checkout", "free the disk, or write elsewhere: `--save /tmp/run.jsonl`"),
    "yaml/alias": Remedy("a: &a [*a]", "write the value out where it is meant"),
    "yaml/feature": Remedy("<<: *defaults", "write the keys out, or use `defaults:` of evalgate.yml"),
    "yaml/syntax": Remedy(
      "gates:\n\taccuracy: {}", "indent with spaces; put a text that holds `: ` or `#` into quotes"),
  ]
}
