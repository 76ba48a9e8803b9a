public import EvalGateCore
import StrictJSON

extension Parts {
  /// Compiles one target of a route: `{ provider: openai, model: gpt-4.1-mini, prices: … }`.
  /// - Throws: `Diagnostic`, or `Problems` where several keys are unknown, each with its place.
  public static func target(_ node: Node) throws -> Target { try TargetReader(node).target }

  /// The target that a prompt's `model: openai/gpt-4.1-mini` stands for; what stands before the first `/` is the provider.
  /// - Throws: `Diagnostic` where no provider is named, or one that there is none of.
  public static func target(model: String, location: SourceLocation) throws -> Target {
    let parts = model.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 || providers.contains(model) else {
      throw Diagnostic(
        .unknownProvider, "`\(model)` does not name a provider", at: location,
        help: "write `provider/model`, such as `openai/\(model)`", "providers are " + providers.quoted)
    }
    let options: JSONObject =
      parts.count == 2
      ? ["provider": .string(parts[0]), "model": .string(parts[1])] : ["provider": .string(model)]
    return try target(Node(.object(options), at: location))
  }
}

/// Reads a target of a route, once when files are loaded and once more when it is going to be asked.
struct TargetReader {
  let kind: any Provider.Type
  let provider: any Provider
  let parameters: JSONObject
  /// Where it is reached, and the variable that opens the door.
  private let address: TargetAddress?
  private(set) var target: Target

  /// Whether its answers are read while they come: servers make streamed ones in another way than whole ones.
  private let isStreamed: Bool

  /// What keys recordings beside provider, model and parameters: whatever makes it another version makes another key, so that no
  /// server is given the answers of another one. An address that is the service's own has no place in it.
  var settings: JSONObject {
    var settings = provider.settings
    if let address, !address.isUsual { settings[RouteIdentity.addressKey] = .object(address.identity) }
    if isStreamed { settings["stream"] = true }
    return settings
  }

  /// What tells a program of the user's from another one that names the same revisions; nil for a service.
  var program: JSONObject? {
    guard kind.isKnownByRevisions else { return nil }
    var program = provider.identity
    program["folder"] = .string(target.location.folder)
    return program
  }

  /// The keys that every target takes.
  static let options = [
    OptionHelp("provider", "which service or program to ask"),
    OptionHelp("model", "the model's name as the service knows it"),
    OptionHelp("parameters", "parameters for this target alone, over the prompt's"),
    OptionHelp(
      "prices",
      "USD per million tokens: `input`, `cached_input`, `cache_write`, `output`; those of the built-in table when left out, where it has the model and `base_url` is not set"
    ),
  ]

  init(_ node: Node) throws {
    var reader = try OptionReader(node, subject: "target")
    let name = try reader.string("provider")
    guard let kind = Parts.all.first(where: { $0.name == name }) else {
      throw Diagnostic(
        .unknownProvider, "there is no provider `\(name)`", at: node["provider"]?.location ?? node.location,
        label: suggestion(for: name, among: Parts.providers).map { "did you mean `\($0)`?" },
        help: "providers are " + Parts.providers.quoted)
    }
    let model = try reader.optionalString("model") ?? ""
    guard !model.isEmpty || !kind.needsModel else {
      throw Diagnostic(
        .missingModel, "a target of `\(name)` needs `model`", at: node.location, help: "add `model: …`")
    }
    let parameters = try Self.parameters(reader.node("parameters"), of: kind)
    // Who stands behind another address has prices of his own.
    let hasUsual = node["base_url"] == nil && !model.isEmpty
    let usual = hasUsual ? PriceTable.shipped.prices(provider: name, model: model) : nil
    let prices = try Self.prices(reader.node("prices")) ?? usual
    let provider = try kind.init(options: &reader)
    let unknown = reader.unknownKeys()
    if unknown.count > 1 { throw Problems(unknown) }
    if let only = unknown.first { throw only }
    self.kind = kind
    self.provider = provider
    self.parameters = parameters
    let adapter = provider as? any Adapter
    isStreamed = adapter?.answerStream() != nil
    address = provider.address.map { address in adapter.map { address.opened(by: $0.endpoint) } ?? address }
    var identity: JSONObject = ["provider": .string(name), "model": .string(model)]
    for (key, value) in provider.identity { identity[key] = value }
    if let address { identity[RouteIdentity.addressKey] = .object(address.identity) }
    if isStreamed { identity["stream"] = true }
    if !parameters.isEmpty { identity["parameters"] = .object(parameters) }
    target = Target(
      provider: name, model: model, prices: prices, options: node, location: node.location, identity: identity)
  }

  /// A target as it is held: its prices may be others than its options say.
  init(_ target: Target) throws {
    try self.init(target.options)
    self.target = self.target.with(prices: target.prices)
  }

  private static func parameters(_ node: Node?, of kind: any Provider.Type) throws(Diagnostic) -> JSONObject {
    guard let node else { return [:] }
    guard let object = node.json.objectValue else { throw OptionReader.wrong(node, "parameters", "a mapping") }
    // What an application of the user's understands by them is its own affair.
    if kind.needsModel, let several = Diagnostic.severalAnswers(askedBy: node) { throw several }
    return object
  }

  private static func prices(_ node: Node?) throws(Diagnostic) -> Prices? {
    guard let node else { return nil }
    var reader = try OptionReader(node, subject: "`prices`")
    let input = try price("input", of: &reader, isRequired: true)
    let cached = try price("cached_input", of: &reader, isRequired: false)
    let written = try price("cache_write", of: &reader, isRequired: false)
    let output = try price("output", of: &reader, isRequired: true)
    try reader.finish()
    return Prices(input: input ?? 0, cachedInput: cached, cacheWrite: written, output: output ?? 0)
  }

  private static func price(
    _ key: String, of reader: inout OptionReader, isRequired: Bool
  ) throws(Diagnostic) -> Double? {
    let node = isRequired ? try reader.required(key) : reader.node(key)
    guard let node else { return nil }
    guard case .number(let number) = node.content, let value = number.double, value >= 0 else {
      throw OptionReader.wrong(node, key, "USD per million tokens, such as `0.40`")
    }
    return value
  }
}

extension [String] {
  fileprivate var quoted: String { map { "`\($0)`" }.joined(separator: ", ") }
}
