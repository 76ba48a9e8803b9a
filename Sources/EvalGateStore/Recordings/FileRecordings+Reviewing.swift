public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension FileRecordings {
  /// Reads a file of recordings to its end, whatever is wrong with it.
  ///
  /// - Parameters:
  ///   - shownAs: the path that messages name.
  ///   - isCommitted: whether two different answers to one request are a fault; in a local file the later one counts.
  ///   - visit: told of every line that can be read, with its number from 1, in the file's order.
  /// - Returns: what is wrong, line by line. A file that is not there has nothing wrong with it.
  /// - Throws: `Diagnostic` when the file itself cannot be read.
  public static func review(
    _ path: String, shownAs name: String, isCommitted: Bool, visit: (Recording, _ line: Int) -> Void
  ) throws -> [Diagnostic] {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(reading: path) } catch {
      guard error.number == ENOENT || error.number == ENOTDIR else { throw error.reading(name) }
      return []
    }
    var problems: [Diagnostic] = []
    var earlier: [RecordingKey: (line: Int, result: Digest)] = [:]
    var scanner = LineScanner(descriptor, path: name, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      guard !line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { continue }
      do throws(LineFault) {
        if let mark = ConflictMark.found(in: line.bytes) { throw LineFault(mark) }
        if !isCommitted, RecordingKey(supersededBy: line.bytes) != nil { continue }
        let recording = try Recording(line: line.bytes)
        let key = RecordingKey(recording)
        let result = recording.resultDigest
        if isCommitted, let first = earlier[key], first.result != result {
          throw LineFault("this request and trial is answered differently on line \(first.line)")
        }
        earlier[key] = (line.number, result)
        visit(recording, line.number)
      } catch {
        // What a killed process left of its last line is cut off when the next answer is kept.
        if line.isTerminated || isCommitted { problems.append(error.inRecordings(name, line: line.number)) }
      }
    }
    return problems
  }
}

extension Recording {
  /// Over what came and of which target, and not over how long it took or how it was counted.
  var resultDigest: Digest {
    var result = Recording(request: request, trial: trial, asked: asked, answer: answer, failure: failure)
    result.answer.usage = nil
    result.answer.requestID = nil
    result.answer.reportedCost = nil
    var writer = JSONWriter()
    writer.line(result)
    return Digest(of: writer.bytes)
  }
}
