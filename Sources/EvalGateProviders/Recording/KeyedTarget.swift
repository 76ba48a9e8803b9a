import EvalGateCore
import StrictJSON

/// A target with what a recording of its answers is keyed by.
struct KeyedTarget: Sendable {
  /// `provider/model`.
  let name: String
  let provider: String
  let model: String
  let prices: Prices?
  /// What the target sets beside the prompt; where both do, the target is the nearer one to the model.
  let parameters: JSONObject
  /// What its options change about a request.
  let settings: JSONObject
  let revisions: JSONObject?
  /// Which program answers, where one does: its command and the folder it runs in. Two that name the same revisions are still two.
  let program: JSONObject?
  let readsVariables: Bool
  /// Whether what it once said is known to be what it would say: not where only a program knows what it is made of, and does not
  /// tell.
  let isKnown: Bool

  /// The request as this target is asked.
  func request(_ request: GenerationRequest) -> GenerationRequest {
    guard !parameters.isEmpty else { return request }
    var request = request
    for (key, value) in parameters { request.parameters[key] = value }
    return request
  }

  /// Money in USD: by the prices of the configuration, else what a gateway reported; nil where there is neither.
  func cost(of answer: Answer) -> Double? {
    answer.usage.flatMap { prices?.cost(of: $0) } ?? answer.reportedCost
  }

  /// Of the request as this target is asked.
  func digest(of request: GenerationRequest) -> Digest {
    self.request(request).digest(
      adapter: provider, model: model, settings: settings, revisions: keyed, withCase: readsVariables)
  }

  private var keyed: JSONObject? {
    guard let program else { return revisions }
    return ["program": .object(program), "revisions": revisions.map(JSONValue.object) ?? .null]
  }
}
