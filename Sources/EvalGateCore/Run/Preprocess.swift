public import StrictJSON
import UnicodeText

extension Prompt {
  /// The variables as the template sees them: every text through the prompt's preprocessing steps, in order.
  public func prepared(_ variables: JSONObject) -> JSONObject {
    guard !preprocess.isEmpty else { return variables }
    return JSONObject(variables.map { ($0.key, prepared($0.value)) })
  }

  private func prepared(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(preprocess.reduce(text) { $1.apply(to: $0) })
    case .array(let items): .array(items.map { prepared($0) })
    case .object(let object): .object(JSONObject(object.map { ($0.key, prepared($0.value)) }))
    case .null, .bool, .number: value
    }
  }
}

extension PreprocessStep {
  func apply(to text: String) -> String {
    switch self {
    case .trim: String(text.trimmingSpaces)
    case .collapseWhitespace:
      text.unicodeScalars.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        .map { String($0) }.joined(separator: " ")
    case .stripControl:
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.filter { !($0.value < 32 && $0 != "\n" && $0 != "\t") && !(127...159).contains($0.value) }
        ))
    case .nfc: text.nfc
    case .nfkc: text.nfkc
    case .lowercase: text.lowercased()
    }
  }
}
