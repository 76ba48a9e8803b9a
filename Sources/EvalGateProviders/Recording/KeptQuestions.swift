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

  private let kept = Mutex<[Question: [Recording]]>([:])

  /// - Parameter recording: what was kept; its answer is forgotten.
  func note(_ recording: Recording, _ caseID: String) {
    let name = Recording(
      request: recording.request, trial: recording.trial, route: recording.route, asked: recording.asked)
    kept.withLock { $0[Question(caseID: caseID, trial: recording.trial), default: []].append(name) }
  }

  /// What was kept of the trials that replies are about, which is forgotten here: all turns of a conversation, since what was asked
  /// later depends on what was answered before.
  func take(about replies: [RepeatedReply]) -> [(kept: Recording, reply: RepeatedReply)] {
    kept.withLock { kept in
      replies.flatMap { reply -> [(kept: Recording, reply: RepeatedReply)] in
        guard let (caseID, trial) = reply.subject,
          let recordings = kept.removeValue(forKey: Question(caseID: caseID, trial: trial))
        else { return [] }
        return recordings.map { ($0, reply) }
      }
    }
  }
}
