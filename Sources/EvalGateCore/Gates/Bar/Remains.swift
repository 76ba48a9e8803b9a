/// What a change leaves in the tree of suites that it takes away, whether or not its own project reads it.
public struct Remains: Sendable {
  /// Paths of prompts that are where they were.
  public var standing: Set<String> = []
  /// Where a prompt is now, by where it was.
  public var copies: [String: Copy] = [:]
  /// Where the cases of a suite are now whose prompt is found nowhere, by the suite's name.
  public var cases: [String: String] = [:]
  /// What holds a path where something is left, if nothing of the project does.
  public var holders: [String: Holder] = [:]

  /// Why a suite may not go although the same is asked over another route, by its name.
  public var routes: [String: String] = [:]

  public init() {}

  /// A file of the change that holds what a prompt said.
  public struct Copy: Hashable, Sendable {
    public let path: String
    /// How much of it, from 0 to 1.
    public let share: Double

    public init(path: String, share: Double) { (self.path, self.share) = (path, share) }

    /// How much of it, in words.
    public var much: String { share < 1 ? "\(Format.percent(share)) of the text" : "all the text" }

    /// What it was taken for, as a sentence without its end.
    func words(of prompt: String) -> String {
      "`\(path)` has \(much) of its prompt `\(prompt)` and is taken for that one"
    }
  }
}
