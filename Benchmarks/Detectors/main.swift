// Scores the detectors on a folder of labelled files, and prints one table. Nothing here passes or fails: it is a table to read.
//
// usage: detector-bench FOLDER [--wrong] [--speed]

import EvalGatePolicy

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let arguments = Array(CommandLine.arguments.dropFirst())
let showsWrong = arguments.contains("--wrong")
guard let folder = arguments.first(where: { !$0.hasPrefix("--") }), let names = Files.names(in: folder) else {
  print("usage: detector-bench FOLDER [--wrong] [--speed]")
  print("FOLDER holds files such as leak_encoded.jsonl, one labelled row a line")
  exit(2)
}
for name in names {
  guard let dataset = Dataset.all.first(where: { name.hasPrefix($0.prefix) }) else {
    print("\(name): nothing here scores it")
    continue
  }
  guard let rows = Files.rows(of: folder + "/" + name) else {
    print("\(name): cannot be read")
    continue
  }
  print("\(name), \(rows.count) rows; bar: \(dataset.bar)")
  for (part, score) in try dataset.score(rows) {
    print(
      "  \(part): P \(score.precision) R \(score.recall) F1 \(score.f1) FPR \(score.falsePositives); \(score.counts)")
    if showsWrong { score.wrong.prefix(40).forEach { print("    \($0)") } }
  }
}
if arguments.contains("--speed") { try Speed.print() }
