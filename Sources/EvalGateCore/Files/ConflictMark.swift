/// The lines git leaves in a file that it could not merge.
package enum ConflictMark {
  private static let all = ["<<<<<<<", ">>>>>>>", "|||||||", "======="]

  /// What is wrong with a line; nil for one that git did not write.
  package static func found(in line: some Collection<UInt8>) -> String? {
    all.first { line.starts(with: $0.utf8) }.map { "a merge conflict (`\($0)`) was left in the file" }
  }

  /// What helps.
  package static let help = "keep what is meant of both sides, and remove the lines that git wrote"
}
