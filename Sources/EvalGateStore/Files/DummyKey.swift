/// Keys that open nothing: what a server without keys, or an example, is given because something has to stand there.
enum DummyKey {
  /// `lm-studio`, `sk-no-key-required`, `token-abc123`, `your-api-key-here`: what the documents of local servers have.
  private static let words: Set<String> = [
    "a", "abc123", "an", "any", "anything", "api", "change", "changeme", "cpp", "default", "demo", "dummy", "empty",
    "example", "fake", "for", "goes", "here", "is", "key", "llama", "llamacpp", "llamafile", "llm", "lm", "lmstudio",
    "local", "localai", "localhost", "me", "mock", "model", "my", "n", "needed", "no", "none", "not", "null", "ollama",
    "openai", "placeholder", "proxy", "required", "sample", "server", "sk", "studio", "test", "testing", "token",
    "unused", "used", "vllm", "whatever", "with", "your",
  ]

  /// Whether a value is made of nothing but such words.
  static func isOne(_ value: String) -> Bool {
    let parts = value.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    return parts.allSatisfy { words.contains(String($0)) }
  }
}
