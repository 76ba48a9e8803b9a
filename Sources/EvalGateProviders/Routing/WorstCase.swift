import EvalGateCore
import StrictJSON

/// How much one request may use, which is what is set aside before it is sent.
enum WorstCase {
  /// What an answer may use that has no limit of its own.
  static let usualOutputTokens = 4096

  /// Three bytes a token is fewer than any tokenizer needs on average, so the input is rather over- than underestimated.
  static func amount(
    of request: GenerationRequest, inputBytes: Int, at target: KeyedTarget
  ) -> BudgetLedger.Amount {
    let output =
      request.parameters.isEmpty ? usualOutputTokens : outputTokens(JSONValue.object(request.parameters))
    let input = inputBytes / 3 + 1
    let usd = target.prices?.cost(of: Usage(input: input, cacheWrite: input, output: output)) ?? 0
    let plain = target.prices?.cost(of: Usage(input: input, output: output)) ?? 0
    return BudgetLedger.Amount(tokens: input, usd: max(usd, plain)) + BudgetLedger.Amount(tokens: output)
  }

  /// What an answer may come to: the largest limit that any service reads, with room to think where that is set apart, as often as
  /// answers are asked for.
  private static func outputTokens(_ parameters: JSONValue) -> Int {
    func most(_ paths: [[String]]) -> Int? {
      paths.compactMap { path in
        path.reduce(parameters as JSONValue?) { $0?[$1] }?.intValue
      }.filter { $0 >= 0 }.max()
    }
    let limit = most([
      ["max_tokens"], ["max_completion_tokens"], ["max_output_tokens"], ["maxTokens"], ["maxCompletionTokens"],
      ["maxOutputTokens"], ["generationConfig", "maxOutputTokens"], ["num_predict"], ["options", "num_predict"],
    ])
    let thinking = most([
      ["thinkingConfig", "thinkingBudget"], ["generationConfig", "thinkingConfig", "thinkingBudget"],
    ])
    let answers = most([["n"], ["candidateCount"], ["generationConfig", "candidateCount"]]) ?? 1
    let (once, isHuge) = (limit ?? usualOutputTokens).addingReportingOverflow(thinking ?? 0)
    let (all, isHuger) = once.multipliedReportingOverflow(by: max(answers, 1))
    return isHuge || isHuger ? .max : all
  }
}
