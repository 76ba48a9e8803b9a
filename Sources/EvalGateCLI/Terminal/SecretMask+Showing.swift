import EvalGatePolicy
import EvalGateStore

extension SecretMask {
  /// A text that is about to be shown, without the secrets of this environment and without what looks like anybody else's.
  ///
  /// The whole text, before it is cut: of half a key nobody can tell what it was.
  func shown(_ text: String) -> String { SecretTraces.masked(masked(text)) }
}
