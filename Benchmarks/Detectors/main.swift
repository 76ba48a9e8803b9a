// Scores the detectors on folders of labelled files, and prints one table. Nothing here passes or fails: it is a table to read.
//
// usage: detector-bench FOLDER… [--wrong] [--speed] [--docs PATH]

import EvalGatePolicy

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

var arguments = Array(CommandLine.arguments.dropFirst())
var page: String?
if let flag = arguments.firstIndex(of: "--docs"), flag + 1 < arguments.count {
  page = arguments.remove(at: flag + 1)
}
let showsWrong = arguments.contains("--wrong")
let folders = arguments.filter { !$0.hasPrefix("--") }
guard !folders.isEmpty else {
  print("usage: detector-bench FOLDER… [--wrong] [--speed] [--docs PATH]")
  print("FOLDER holds files such as leak_encoded.jsonl, one labelled row a line")
  exit(2)
}
var table = Table()
for folder in folders {
  guard let names = Files.names(in: folder) else {
    print("\(folder): cannot be read")
    exit(2)
  }
  for name in names {
    guard let dataset = Dataset.all.first(where: { name.hasPrefix($0.prefix) }) else {
      print("\(name): nothing here scores it")
      continue
    }
    guard let rows = Files.rows(of: folder + "/" + name) else {
      print("\(name): cannot be read")
      exit(2)
    }
    print("\(name), \(rows.count) rows; bar: \(dataset.bar)")
    for (part, score) in try dataset.score(rows) {
      table.add(String(name.prefix { $0 != "." }), rows.count, part, score, dataset)
      print(
        "  \(part): P \(score.precision) R \(score.recall) F1 \(score.f1) FPR \(score.falsePositives); \(score.counts)")
      if showsWrong { score.wrong.prefix(400).forEach { print("    \($0)") } }
    }
  }
}
if let page, !Files.write(table.markdown, to: page) {
  print("\(page): cannot be written")
  exit(2)
}
if arguments.contains("--speed") { try Speed.print() }
