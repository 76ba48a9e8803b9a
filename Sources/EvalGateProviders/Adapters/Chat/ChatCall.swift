import EvalGateCore
import StrictJSON

/// One of the `tool_calls` of a message, or a piece of one.
///
/// https://platform.openai.com/docs/api-reference/chat/object
enum ChatCall {
  /// What is called and with what: a function, or a custom tool, whose arguments are a text in a form of its own.
  static func body(of call: JSONNode) -> JSONNode? {
    [call["function"], call["custom"]].lazy.compactMap(\.self).first { $0.kind == .object }
  }

  /// The service writes the model's own text; some compatible servers an object. Nil where there are none.
  static func arguments(of body: JSONNode) -> String? {
    guard let arguments = body["arguments"] ?? body["input"], !arguments.isNull else { return nil }
    return arguments.string ?? arguments.value.serialized()
  }
}
