import EvalGateCore
import Synchronization

/// Under which requests the answers of programs were kept, case by case: a program may say too late that an answer was none.
///
/// Kept for programs alone: only they are asked by names that can be answered more than once.
final class KeptQuestions: Sendable {
  private struct Question: Hashable {
    let caseID: String
    let trial: Int
  }

  private let requests = Mutex<[Question: [Digest]]>([:])

  func note(_ digest: Digest, _ caseID: String, trial: Int) {
    requests.withLock { $0[Question(caseID: caseID, trial: trial), default: []].append(digest) }
  }

  /// What was kept of the trials that replies are about, which is forgotten here: all turns of a conversation, since what was asked
  /// later depends on what was answered before.
  func take(about replies: [RepeatedReply]) -> [(request: Digest, trial: Int, reply: RepeatedReply)] {
    requests.withLock { requests in
      replies.flatMap { reply -> [(request: Digest, trial: Int, reply: RepeatedReply)] in
        guard let (caseID, trial) = reply.subject,
          let digests = requests.removeValue(forKey: Question(caseID: caseID, trial: trial))
        else { return [] }
        return digests.map { ($0, trial, reply) }
      }
    }
  }
}
