import EvalGateCore
import StrictJSON

/// Why a check ends before it has compared anything.
struct Halt: Error {
  let outcome: Finding.Outcome
  let reason: String

  /// The output's fault: there is nothing there to judge.
  static func failed(_ reason: String) -> Halt { Halt(outcome: .failed, reason: reason) }
  /// Nobody's verdict: it cannot be judged.
  static func error(_ reason: String) -> Halt { Halt(outcome: .error, reason: reason) }
}

/// A check with one finding, which is how nearly all of them are.
protocol PlainCheck: Check {
  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding
}

extension PlainCheck {
  func findings(for subject: Subject, in context: CheckContext) -> [Finding] {
    do throws(Halt) {
      return [try finding(for: subject, in: context)]
    } catch {
      return [Finding(Self.id, error.outcome, error.reason)]
    }
  }

  /// A pass, or a failure with the reason.
  func verdict(
    _ holds: Bool, _ reason: @autoclosure () -> String, score: Double? = nil, facts: [Fact] = []
  ) -> Finding {
    Finding(Self.id, holds ? .passed : .failed, holds ? "" : reason(), score: score, facts: facts)
  }
}

extension Subject {
  /// The text to look at.
  func requireText() throws(Halt) -> String {
    switch self {
    case .absent(let reason): throw .failed(reason)
    case .unknown(let reason): throw .error(reason)
    case .text(let text): return text
    case .json(let value): return value.asText
    }
  }

  /// The value to look at; a text is parsed as strict JSON.
  func requireJSON() throws(Halt) -> JSONValue {
    switch self {
    case .absent(let reason): throw .failed(reason)
    case .unknown(let reason): throw .error(reason)
    case .json(let value): return value
    case .text(let text):
      do throws(JSONError) {
        return try JSONValue(parsing: text)
      } catch {
        throw .failed(error.sentence)
      }
    }
  }
}

extension JSONValue {
  /// A string itself, any other value as JSON.
  var asText: String { stringValue ?? serialized() }
}

extension JSONError {
  /// What is wrong and where, as a finding says it.
  var sentence: String { "not JSON: \(message) at line \(line), column \(column)" }
}
