/// What `evalgate init` writes: a small project that is gated at once, from recordings.
struct Scaffold: Sendable {
  struct File: Sendable {
    /// From the folder that was named, with `/`.
    let path: String
    let text: String
  }

  let files: [File]

  /// - Parameter base: the branch that a change is compared with; the usual one where nobody can tell.
  init(base: String?) {
    files = [
      File(path: "evalgate.yml", text: Self.configuration(base: base ?? "origin/main")),
      File(path: "prompts/triage.prompt.yml", text: Self.prompt),
      File(path: "evalsets/triage/set.yml", text: Self.evalset),
      File(path: "evalsets/triage/cases.jsonl", text: Self.cases),
      File(path: "evalsets/triage/recordings.jsonl", text: Self.recordings),
    ]
  }
}

// MARK: The files

extension Scaffold {
  private static func configuration(base: String) -> String {
    """
    # What a change has to hold before it is merged. Every key: docs/files.md of evalgate; what holds unsaid: evalgate config --show default
    version: 1
    base: \(base)
    # The answers come from evalsets/triage/recordings.jsonl, written by hand so that the first run needs no key and no network.
    # To ask the model: delete this line and the file, set OPENAI_API_KEY, and run again.
    defaults: { mode: replay, recordings: allow }
    suites:
      triage: { prompt: triage }
    gates:                              # each blocks unless it says `block: false`
      floor:    { metric: accuracy, suite: triage, at_least: 80% }
      accuracy: { metric: accuracy, suite: triage, no_worse_than: baseline }

    """
  }

  private static let prompt = """
    id: triage
    version: 1
    model: openai/gpt-4.1-mini
    modelParameters: { temperature: 0, maxTokens: 10 }
    messages:
      - role: system
        content: |
          You sort messages to a support desk. Answer with one word: billing, technical or other.
      - role: user
        content: "{{text}}"
    changelog:                          # one entry a version: why, and the version to go back to
      - { version: 1, why: first version }

    """

  private static let evalset = """
    id: triage
    version: 1
    kind: task
    task: classification
    defaults:
      checks: [{ check: label, labels: [billing, technical, other] }]

    """

  private static let cases = #"""
    {"id": "triage-1", "text": "I was charged twice for March.", "expected": "billing"}
    {"id": "triage-2", "text": "The app closes as soon as I open a photo.", "expected": "technical"}
    {"id": "triage-3", "text": "Where can I read about your new office?", "expected": "other"}
    {"id": "triage-4", "text": "Please send the invoice to our accounting department.", "expected": "billing"}
    {"id": "triage-5", "text": "Paying fails with error 502, so I cannot renew.", "expected": "technical"}

    """#

  private static let recordings = #"""
    {"key":"14a285ffcc8175e18c387c81761377f5817f1fd852be3baa72fa88a91c66530d","trial":1,"answer":{"text":"other","finish_reason":"stop","model":"gpt-4.1-mini-2025-04-14"},"usage":{"input":46,"output":1},"latency_ms":640,"note":"written by hand for the example"}
    {"key":"345d6b85c3506c8e74f2cd685bbde04fefe3ad93506140ed28aabe70c8e29b3a","trial":1,"answer":{"text":"billing","finish_reason":"stop","model":"gpt-4.1-mini-2025-04-14"},"usage":{"input":47,"output":1},"latency_ms":571,"note":"written by hand for the example"}
    {"key":"b7e931aad4144255f4f30c5643298776644de54341d23198f96e0b0b02aef345","trial":1,"answer":{"text":"technical","finish_reason":"stop","model":"gpt-4.1-mini-2025-04-14"},"usage":{"input":45,"output":1},"latency_ms":588,"note":"written by hand for the example"}
    {"key":"c094cb60af4ee2f03bbca33f9d368f11532104bb4501b89737241c47d34cd89f","trial":1,"answer":{"text":"billing","finish_reason":"stop","model":"gpt-4.1-mini-2025-04-14"},"usage":{"input":48,"output":1},"latency_ms":655,"note":"written by hand for the example"}
    {"key":"dc720a7f22f8a3c23c0540eb715ba7edd41c6d2da71c5eceefd647f45a5938a9","trial":1,"answer":{"text":"billing","finish_reason":"stop","model":"gpt-4.1-mini-2025-04-14"},"usage":{"input":44,"output":1},"latency_ms":612,"note":"written by hand for the example"}

    """#

  /// The recipe of the README; a test holds the two together.
  ///
  /// - Parameter arguments: of `evalgate run`, as a shell takes them.
  static func workflow(arguments: String = "") -> String {
    """
    name: evalgate
    on: pull_request
    permissions:
      contents: read
    jobs:
      gate:
        runs-on: ubuntu-24.04
        container: swift:6.3-bookworm
        timeout-minutes: 60
        steps:
          - run: apt-get update -qq && apt-get install -y -qq --no-install-recommends make
          - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
            with: { fetch-depth: 0, persist-credentials: false }
          - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
            with: { repository: OWNER/evalgate, ref: COMMIT, path: .evalgate-build, persist-credentials: false }
          - run: git config --global --add safe.directory "$GITHUB_WORKSPACE"
          - run: make -C .evalgate-build build
          - run: .evalgate-build/.build/release/evalgate run\(arguments) --report html=evalgate.html
            env:
              OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}

    """
  }
}
