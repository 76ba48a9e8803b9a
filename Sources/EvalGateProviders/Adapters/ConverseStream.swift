package import CurlHTTP
package import EvalGateCore
import StrictJSON

/// Puts the pieces of ConverseStream together, wherever the line cut them.
///
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
package struct ConverseStream: Sendable {
  /// What has come of one content block.
  private struct Block {
    enum Kind {
      case text, reasoning
      case call(id: String?, name: String, isCarriedOut: Bool)
    }

    let kind: Kind
    /// Text, or the arguments of a call.
    var text = ""
    var signature = ""
    /// Thoughts that nobody may read.
    var redacted = ""
    /// Whether the service has said that it ends here.
    var isOver = false

    /// No piece of arguments at all is how the service says that there are none.
    var block: ConverseBlock {
      switch kind {
      case .text: .text(text)
      case .reasoning: redacted.isEmpty ? .thoughts(text, signature: signature) : .redacted(redacted)
      case .call(let id, let name, let isCarriedOut):
        .call(ToolCall(id: id, name: name, argumentsText: text.isEmpty ? "{}" : text, isCarriedOut: isCarriedOut))
      }
    }
  }

  private let status: Int
  private var decoder = EventStreamDecoder()
  private var blocks: [Int: Block] = [:]
  private var stopReason: String?
  private var usage: Usage?
  private var model: String?
  /// Whether anything of the answer itself has come: what the time to the first token is measured to.
  package private(set) var hasFirstToken = false
  /// Whether the service has said that there is no more: the usage comes last, after the message's end.
  package var isComplete: Bool { stopReason != nil && hasMetadata }
  private var hasMetadata = false

  /// A reader for an answer with this status, which was a success.
  package init(status: Int = 200) { self.status = status }

  /// Takes the next bytes of the body.
  /// - Throws: `unreadable` for what is no event stream, or the failure that the service reports in it.
  package mutating func take(_ bytes: [UInt8]) throws(GenerationFailure) {
    let messages: [EventStreamMessage]
    do throws(EventStreamError) {
      messages = try decoder.feed(bytes)
    } catch {
      throw unreadable("an event stream that is damaged (\(error.words))").beside(proposed)
    }
    for message in messages {
      do throws(GenerationFailure) { try take(message) } catch { throw error.beside(proposed) }
    }
  }

  package var proposed: [ToolCall] {
    blocks.sorted { $0.key < $1.key }.compactMap { _, block in
      guard let call = block.block.call else { return nil }
      return stopReason != nil || block.isOver || !block.text.isEmpty && call.isWhole ? call : nil
    }
  }

  /// The answer, once the body is at its end.
  /// - Throws: a failure of kind infrastructure where the stream ended before the answer did.
  package func finish(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    do throws(EventStreamError) {
      try decoder.finish()
    } catch {
      throw unreadable("an event stream that is damaged (\(error.words))").beside(proposed)
    }
    guard let stopReason else {
      throw unreadable("an event stream that ends before the message does").beside(proposed)
    }
    return Answer(
      converse: blocks.sorted { $0.key < $1.key }.map(\.value.block), stop: stopReason, usage: usage, model: model,
      requestID: headers["x-amzn-requestid"])
  }

  private mutating func take(_ message: EventStreamMessage) throws(GenerationFailure) {
    guard message.kind == "event" else { throw failure(in: message) }
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: message.payload)
    } catch {
      throw unreadable("an event `\(message.type)` that is not JSON")
    }
    let root = document.root
    switch message.type {
    case "contentBlockStart": try begin(root)
    case "contentBlockDelta": try extend(root)
    case "contentBlockStop": if let index = root["contentBlockIndex"]?.number?.int { blocks[index]?.isOver = true }
    case "messageStop":
      guard let reason = root["stopReason"]?.string else { throw unreadable("a `messageStop` without `stopReason`") }
      stopReason = reason
    case "metadata":
      hasMetadata = true
      usage = root["usage"].flatMap(Usage.init(converse:))
      model = root["trace"]?["promptRouter"]?.text("invokedModelId")
    default: break
    }
  }

  private mutating func begin(_ event: JSONNode) throws(GenerationFailure) {
    guard let start = event["start"]?["toolUse"] else {
      if let kind = event["start"].flatMap(ConverseBlock.unknown) { throw unknown(kind) }
      return
    }
    guard let name = start["name"]?.string else { throw unreadable("a `toolUse` without `name`") }
    hasFirstToken = true
    blocks[try index(of: event)] = Block(
      kind: .call(
        id: start["toolUseId"]?.string, name: name, isCarriedOut: start["type"]?.string == ConverseBlock.hosted))
  }

  private mutating func extend(_ event: JSONNode) throws(GenerationFailure) {
    let index = try index(of: event)
    guard let delta = event["delta"], delta.kind == .object else { throw unreadable("a delta that is no object") }
    if let text = delta["text"]?.string {
      if !text.isEmpty { hasFirstToken = true }
      blocks[index, default: Block(kind: .text)].text += text
    } else if let thoughts = delta["reasoningContent"] {
      hasFirstToken = true
      blocks[index, default: Block(kind: .reasoning)].text += thoughts["text"]?.string ?? ""
      blocks[index]?.signature += thoughts["signature"]?.string ?? ""
      blocks[index]?.redacted += thoughts["redactedContent"]?.string ?? ""
    } else if let call = delta["toolUse"] {
      guard let text = call["input"]?.string else { throw unreadable("a `toolUse.input` that is no string") }
      guard blocks[index] != nil else { throw unreadable("arguments of a tool that was not named") }
      blocks[index]?.text += text
    } else if let kind = ConverseBlock.unknown(in: delta) {
      throw unknown(kind)
    } else if delta["text"]?.isNull == false {
      throw unreadable("a text that is no string")
    }
  }

  private func unknown(_ kind: String) -> GenerationFailure {
    unreadable("a part of the unknown kind `\(kind.utf8.count > 60 ? "…" : kind)`")
  }

  private func index(of event: JSONNode) throws(GenerationFailure) -> Int {
    guard let index = event["contentBlockIndex"]?.number?.int else { throw unreadable("no `contentBlockIndex`") }
    return index
  }

  /// `exception` names a modelled error and holds it as JSON; `error` says all in its headers.
  private func failure(in message: EventStreamMessage) -> GenerationFailure {
    let document = try? JSONDocument(parsing: message.payload, limits: JSONLimits(depth: 64, bytes: 1 << 20))
    let said = document?.root["message"]?.string ?? message.headers[":error-message"] ?? "no message"
    let name = UntrustedText(message.type).excerpt(60).unsafeText
    let text = "broke off its answer: \(UntrustedText(said).excerpt(300).unsafeText)"
    return GenerationFailure(awsException: name, saying: text)
      ?? GenerationFailure(.infrastructure, .server, "\(text) (\(name))")
  }

  private func unreadable(_ why: String) -> GenerationFailure {
    GenerationFailure(.infrastructure, .unreadable, "answered \(status) with \(why)", status: status)
  }
}

extension ConverseStream: AnswerStream {}

extension EventStreamError {
  /// For a message.
  fileprivate var words: String {
    switch self {
    case .preludeChecksum, .messageChecksum: "a checksum does not fit"
    case .length(let length): "a message of \(length) bytes"
    case .header: "a header is cut short"
    case .truncated(let count): "it ends within a message, \(count) bytes into it"
    }
  }
}
