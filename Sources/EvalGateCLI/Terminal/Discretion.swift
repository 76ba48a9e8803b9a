import EvalGateConfig
import EvalGateCore
import Synchronization

/// What the policies restrict that this command has read. From then on no message says it, whichever file the message is about: what
/// loads a project keeps it out of its own, and what is read afterwards, such as a file of calls or a recording, may hold it too.
enum Discretion {
  private static let restricted = Mutex(RestrictedTexts())

  static func keep(_ policies: [PolicySource]) {
    restricted.withLock { restricted in
      for policy in policies { restricted.add(policy) }
    }
  }

  static func hidden(in diagnostic: Diagnostic) -> Diagnostic {
    restricted.withLock { $0 }.hidden(in: diagnostic)
  }
}
