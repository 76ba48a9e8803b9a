extension Remedy {
  /// evalgate.yml: suites, gates, routes, budgets, profiles.
  static let ofConfigurations: [String: Remedy] = [
    "budget/missing-price": Remedy(
      "budget: { usd: 5 } and a target without `prices`",
      "give the target `prices: { input: 0.40, output: 1.60 }` in USD per million tokens, or limit `tokens`"),
    "budget/overspent": Remedy(
      "budget: { tokens: 20000 } and answers of 20000 tokens to a prompt without `max_tokens`",
      "set `max_tokens` in the prompt: a call sets as much aside, or 4096 tokens where it says nothing"),
    "config/budget-without-prices": Remedy(
      "budget: { usd: 5 } and a target without `prices`",
      "give every target `prices: { input: 0.40, output: 1.60 }`, or limit `tokens`"),
    "config/duplicate-name": Remedy(
      "two prompts with `id: triage`", "rename one of them"),
    "config/include": Remedy(
      "include: service/*/evalgate.yml", "name files that are there: `include: services/*/evalgate.yml`"),
    "config/name": Remedy("evalgate.yaml", "call it `evalgate.yml`"),
    "config/no-route": Remedy(
      "suites: { triage: { prompt: triage } } and a prompt without `model`",
      "give the prompt a model, `model: openai/gpt-4.1-mini`, or the suite a `route`"),
    "config/none": Remedy(
      "evalgate run in an empty folder", "`evalgate init` makes a small project that passes at once"),
    "config/not-in-included": Remedy(
      "budget: { usd: 5 } in services/mail/evalgate.yml", "move it to the configuration that includes this one"),
    "config/profile-cycle": Remedy(
      "profiles: { a: { inherits: b }, b: { inherits: a } }", "let one of them inherit from `default`"),
    "config/twice": Remedy("evalgate.yml and .evalgate.yml in one folder", "keep one of them"),
    "config/unknown-name": Remedy(
      "suites: { triage: { route: fats } }",
      "write the name that is suggested; `evalgate list suites` has what there is"),
    "config/version": Remedy("gates: { accuracy: { metric: pass_rate, at_least: 90% } }", "write `version: 1` first"),
    "gate/bound": Remedy(
      "accuracy: { metric: pass_rate, at_least: 0.9 }",
      "one bound, in the unit of the metric: `at_least: 90%`. Two bounds are two gates"),
    "gate/empty": Remedy(
      "tools: { metric: routing_accuracy, at_least: 90% } and no case with a `tool_calls` check",
      "give cases what the metric counts, name the suite that has it, or use `pass_rate`"),
    "gate/unknown-key": Remedy(
      "accuracy: { metric: pass_rate, atleast: 90% }", "write the key that is suggested: `at_least`"),
    "gate/unknown-metric": Remedy(
      "fast: { metric: latencyp95, at_most: 2s }", "`evalgate list metrics` has them: `latency_p95`"),
    "route/bad-url": Remedy(
      "base_url: https://me:secret@models.example.com/v1",
      "an address alone, `https://models.example.com/v1`; name the variable with the key in `api_key_env`"),
    "route/missing-credentials": Remedy(
      "{ provider: bedrock, model: … } and no AWS_REGION",
      "set what the cloud's own tools read: AWS_REGION and AWS_PROFILE, or GOOGLE_APPLICATION_CREDENTIALS"),
    "route/missing-model": Remedy("targets: [{ provider: openai }]", "add `model: gpt-4.1-mini`"),
    "route/missing-variable": Remedy(
      "evalgate run without OPENAI_API_KEY", "set the variable in the environment; in CI, from a secret"),
    "route/unknown-provider": Remedy(
      "targets: [{ provider: opneai }]",
      "`evalgate list providers` has them; any compatible server is `openai` with a `base_url`"),
  ]
}
