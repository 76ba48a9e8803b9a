import EvalGateCore
import StrictJSON

/// Answers with what it was asked, without any network: for tests, benchmarks and trying evalgate out.
struct Echo: Provider, Connection {
  static let name = "echo"
  static let summary = "Answers with the last user message, a template or a variable; no network."
  static let options = [
    OptionHelp("reply", "a template over the case's variables; the last user message when left out"),
    OptionHelp("from", "the variable of the case that holds the answer, in the place of `reply`"),
  ]
  static let needsModel = false
  static let isFree = true
  static let readsVariables = true

  private enum Source: Sendable, Hashable {
    case lastMessage
    case template(Template)
    case variable(String)
  }

  private let source: Source

  init(options: inout OptionReader) throws(Diagnostic) {
    let reply = options.node("reply")
    let variable = try options.optionalString("from")
    switch (reply, variable) {
    case (let reply?, nil):
      guard case .string(let text) = reply.content else { throw OptionReader.wrong(reply, "reply", "text") }
      source = .template(try Template(text, location: reply.location))
    case (nil, let name?): source = .variable(name)
    case (nil, nil): source = .lastMessage
    case (let reply?, _?):
      throw Diagnostic(
        .wrongType, "a target has either `reply` or `from`, not both", at: reply.location, help: "remove one of them")
    }
  }

  var identity: JSONObject {
    switch source {
    case .lastMessage: [:]
    case .template(let template): ["reply": .string(template.source)]
    case .variable(let name): ["from": .string(name)]
    }
  }

  /// The answer depends on the options as on a program's code, so recordings are keyed by them.
  var revisions: JSONObject? { identity.isEmpty ? nil : identity }

  func revisions(of target: Target, in setting: ConnectionSetting) async throws -> JSONObject? { revisions }

  func connect(to target: Target, in setting: ConnectionSetting) async throws -> any Connection { self }

  func prepare(_ request: GenerationRequest, trial: Int) throws(GenerationFailure) -> PreparedCall {
    let bytes = request.messages.reduce(0) { $0 + $1.text.utf8.count }
    let text = try reply(to: request)
    // About four bytes a token; all that matters is that it is always the same.
    let usage = Usage(input: (bytes + 3) / 4, output: (text.utf8.count + 3) / 4)
    let answer = Answer(text: text, finishReason: .stop, usage: usage, model: Self.name)
    return PreparedCall(inputBytes: bytes) { _ in Attempt(.success(answer), latency: 0) }
  }

  private func reply(to request: GenerationRequest) throws(GenerationFailure) -> String {
    switch source {
    case .lastMessage: return request.messages.last { $0.role == .user }?.text ?? ""
    case .template(let template):
      do throws(Diagnostic) {
        return try template.render(request.variables)
      } catch {
        throw GenerationFailure(.infrastructure, .badRequest, error.message)
      }
    case .variable(let name):
      guard let value = request.variables[name] else {
        throw GenerationFailure(.infrastructure, .badRequest, "the case has no variable `\(name)` to answer with")
      }
      return value.stringValue ?? value.serialized()
    }
  }
}
