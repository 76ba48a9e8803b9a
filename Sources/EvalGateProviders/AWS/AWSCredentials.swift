import EvalGateCore

/// What signs a request to AWS.
package struct AWSCredentials: Perishable, Hashable {
  /// Names the key; on its own it opens nothing, and AWS itself writes it into every request.
  package let accessKeyID: String
  /// Signs.
  package let secretAccessKey: Secret
  /// Of temporary credentials.
  package let sessionToken: Secret?
  /// Seconds since 1970; nil for keys that do not expire.
  package let expiry: Int?

  /// Makes credentials; an empty session token is none.
  package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiry: Int? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
    self.expiry = expiry
  }

  /// What nobody may read.
  package var secrets: [Secret] { [secretAccessKey, sessionToken].compactMap { $0 } }
}

extension AWSCredentials: CustomStringConvertible, CustomReflectable {
  /// Not even the key's name: it identifies an account.
  package var description: String { "(AWS credentials)" }
  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Moments as AWS and Google write them in JSON, always UTC.
enum Timestamp {
  /// `2026-11-21T03:04:05Z`, with or without a fraction of a second; nil for everything else.
  static func secondsSince1970(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard (20...40).contains(bytes.count), bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let date = CalendarDate(String(decoding: bytes[..<10], as: UTF8.self)), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]), hour < 24, minute < 60, second <= 60
    else { return nil }
    return date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// `20261121T030405Z`, the form that signatures carry.
  static func basic(secondsSince1970 seconds: Int) -> String {
    let day = CalendarDate(secondsSince1970: seconds)
    let rest = ((seconds % 86_400) + 86_400) % 86_400
    return [
      padded(day.year, 4), padded(day.month), padded(day.day), "T", padded(rest / 3600), padded(rest / 60 % 60),
      padded(rest % 60), "Z",
    ].joined()
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.allSatisfy { (48...57).contains($0) } ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }
}
