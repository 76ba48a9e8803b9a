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
  /// What else makes it another target.
  let settings: JSONObject
  let revisions: JSONObject?
  /// Which program answers, where one does: its command and the folder it runs in. Two that name the same revisions are still two.
  let program: JSONObject?
  let readsVariables: Bool
  /// Where it is reached, for what only who is there wants back.
  let service: String
  /// Whether what it once said is known to be what it would say: not where only a program knows what it is made of, and does not
  /// tell.
  let isKnown: Bool

  /// The request as this target is asked.
  func request(_ request: GenerationRequest) -> GenerationRequest {
    let foreign = request.messages.indices.filter { index in
      request.messages[index].continuation?.service.map { $0 != service } ?? false
    }
    guard !parameters.isEmpty || !foreign.isEmpty else { return request }
    var request = request
    for (key, value) in parameters { request.parameters[key] = value }
    for index in foreign {
      request.messages[index].continuation = request.messages[index].continuation.flatMap(ChatExtras.common)
    }
    return request
  }

  /// An answer of this target's, which says where it is from.
  func signed(_ answer: Answer) -> Answer {
    guard answer.continuation != nil else { return answer }
    var answer = answer
    answer.continuation?.service = service
    return answer
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

  /// Which target it is, whatever it is asked.
  var identity: Digest { digest(of: GenerationRequest(messages: [])) }

  private var keyed: JSONObject? {
    guard let program else { return revisions }
    return ["program": .object(program), "revisions": revisions.map(JSONValue.object) ?? .null]
  }
}
