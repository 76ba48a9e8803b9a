/// Where a message comes up, and the way out of it: what `evalgate explain CODE` says beside the meaning.
///
/// Meanings stand with the code that reports them. Examples and ways out speak of commands and of files of several kinds, which
/// only this target knows; a test holds that every code has both.
struct Remedy {
  /// Lines of a file, or a command, that bring the message about.
  let example: String
  /// What to do.
  let mend: String

  init(_ example: String, _ mend: String) {
    self.example = example
    self.mend = mend
  }

  /// By the name of the code.
  static let all: [String: Remedy] = ofFiles.merging(ofConfigurations) { $1 }.merging(ofEvalsets) { $1 }
    .merging(ofPrompts) { $1 }.merging(ofPolicies) { $1 }.merging(ofRuns) { $1 }.merging(ofBaselines) { $1 }
    .merging(ofCommands) { $1 }
}
