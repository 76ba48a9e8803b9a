public import EvalGateCore

/// Asks a second route the same questions at the same time. Its answers decide nothing; they are kept beside the ones that do.
public struct Shadowing: Generator {
  private let base: any Generator
  private let shadow: any Generator
  private let route: String

  /// A generator that asks both.
  /// - Parameter route: the second route's name.
  public init(_ base: any Generator, beside shadow: any Generator, of route: String) {
    self.base = base
    self.shadow = shadow
    self.route = route
  }

  /// The first route's candidate with the second's answer beside it.
  public func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    // A conversation that has gone on was made by the first route's answers.
    guard !request.messages.contains(where: { $0.role == .assistant }) else {
      return await base.generate(request, trial: trial)
    }
    async let second = shadow.generate(request, trial: trial)
    var candidate = await base.generate(request, trial: trial)
    candidate.shadows.append(ShadowAnswer(await second, route: route))
    return candidate
  }
}
