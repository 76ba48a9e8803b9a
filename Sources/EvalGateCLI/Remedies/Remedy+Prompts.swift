extension Remedy {
  /// Prompts and their versions.
  static let ofPrompts: [String: Remedy] = [
    "prompt/bad-image": Remedy(
      "images: [photo.tiff]", "save it as PNG, JPEG, GIF or WebP inside the repository, and smaller"),
    "prompt/model": Remedy("model: gpt-4.1-mini", "name the provider too: `model: openai/gpt-4.1-mini`"),
    "prompt/no-cases": Remedy(
      "prompts/mail.prompt.yml, and nothing in evalsets/mail",
      "write `evalsets/mail/cases.jsonl`, or list a suite that runs it"),
    "prompt/no-messages": Remedy(
      "model: openai/gpt-4.1-mini", "add `messages: [{ role: user, content: \"{{text}}\" }]`"),
    "prompt/several-answers": Remedy(
      "modelParameters: { n: 3 }", "leave it out, and ask several times: `trials: 3` of the suite"),
    "prompt/template": Remedy("content: \"{{#if text}}{{text}}\"", "close the tag: `{{/if}}`"),
    "prompt/undefined-variable": Remedy(
      "content: \"{{txt}}\" and cases with `text`",
      "write the name that the cases have, or give every case the variable"),
    "prompt/unread-evaluator": Remedy(
      "evaluators: [{ name: tone, llm: { … } }]",
      "judge with checks of its set, or with a program: `{ check: exec, command: […] }`"),
    "version/back-to": Remedy(
      "changelog: [{ version: 14, why: shorter, back_to: 31 }], and version 13 at the base",
      "name the version that the base has: `back_to: 13`"),
    "version/reused": Remedy(
      "version: 13 with another text than version 13 has at the base",
      "write `version: 14`, with its line in `changelog`"),
    "version/unexplained": Remedy(
      "version: 14 and no changelog entry for it",
      "changelog: [{ version: 14, why: \"shorter system message\", back_to: 13 }]"),
  ]
}
