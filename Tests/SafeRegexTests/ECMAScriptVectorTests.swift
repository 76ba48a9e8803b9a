import SafeRegex
import Testing

/// Searches that PCRE2 answers otherwise than ECMA-262, or not at all, and some beside them.
///
/// The answers are those of V8 11.3: `new RegExp(pattern, "u").exec(text)`. Many came out of a comparison with a million random
/// patterns. Where that differs still, V8 is wrong: `\1😀` with a group that took no part, and a match that begins within a character
/// of two UTF-16 units.
@Suite struct ECMAScriptVectorTests {
  struct Vector: CustomTestStringConvertible, Sendable {
    let pattern: String
    let text: String
    /// The match and what its groups caught; nil for no match.
    let groups: [String?]?

    init(_ pattern: String, _ text: String, _ groups: [String?]?) {
      (self.pattern, self.text, self.groups) = (pattern, text, groups)
    }

    var testDescription: String { "/\(pattern)/ on \(text.debugDescription)" }
  }

  static let vectors: [Vector] = [
    Vector(#"^(?:(a)|b)*\1$"#, "ab", ["ab", nil]),
    Vector(#"^(?:(a)|b)*\1$"#, "aba", nil),
    Vector(#"^(?:(a)|b)*\1$"#, "abaa", ["abaa", "a"]),
    Vector(#"^(?:(a)|b)*\1$"#, "", ["", nil]),
    Vector(#"^(b)?\1{2}$"#, "", ["", nil]),
    Vector(#"^(b)?\1{2}$"#, "bbb", ["bbb", "b"]),
    Vector(#"^(b)?\1{2}$"#, "b", nil),
    Vector(#"^(a|b)*\1$"#, "abb", ["abb", "b"]),
    Vector(#"^(a|b)*\1$"#, "aba", nil),
    Vector(#"^(?:(a)|(b)|(c))+\1\2\3$"#, "abcc", ["abcc", nil, nil, "c"]),
    Vector(#"^(?:(a)|(b)|(c))+\1\2\3$"#, "abcabc", nil),
    Vector(#"^(?:(a)|(b)|(c))+\1\2\3$"#, "abc", nil),
    Vector(#"^(?:(a)(b)?)+\2$"#, "aba", ["aba", "a", nil]),
    Vector(#"^(?:(a)(b)?)+\2$"#, "abab", nil),
    Vector(#"^(?:(a)(b)?)+\2$"#, "abb", ["abb", "a", "b"]),
    Vector(#"^((a)|b)*?\2$"#, "ab", ["ab", "b", nil]),
    Vector(#"^((a)|b)*?\2$"#, "aba", nil),
    Vector(#"^((a)|b)*?\2$"#, "aa", ["aa", "a", "a"]),
    Vector(#"^(?:(x)?y)*\1$"#, "xyyx", nil),
    Vector(#"^(?:(x)?y)*\1$"#, "xyxyx", ["xyxyx", "x"]),
    Vector(#"^(?:(x)?y)*\1$"#, "xyy", ["xyy", nil]),
    Vector(#"(z)((a+)?(b+)?(c))*"#, "zaacbbbcac", ["zaacbbbcac", "z", "ac", "a", nil, "c"]),
    Vector(#"^(?:(?=(a))|b)*\1$"#, "", ["", nil]),
    Vector(#"^(?:(?=(a))|b)*\1$"#, "a", nil),
    Vector(#"^(?:(?=(a))|b)*\1$"#, "b", ["b", nil]),
    Vector(#"^(?:(?=(a))|b)*\1$"#, "ba", nil),
    Vector(#"^(?:(?=(a))|b)*\1$"#, "bba", nil),
    Vector(#"^(?:(?=(a)))?\1b$"#, "b", ["b", nil]),
    Vector(#"^(?:(?=(a)))?\1b$"#, "ab", nil),
    Vector(#"^(?:(?=(a))a\1)*$"#, "aa", ["aa", "a"]),
    Vector(#"^(?:(?=(a))a\1)*$"#, "aaaa", ["aaaa", "a"]),
    Vector(#"^(?:(?=(a))a\1)*$"#, "aaa", nil),
    Vector(#"^(a\1)*$"#, "aa", ["aa", "a"]),
    Vector(#"^(a\1)*$"#, "aaa", ["aaa", "a"]),
    Vector(#"^(a\1)*$"#, "", ["", nil]),
    Vector(#"^(a\1b?)+$"#, "ab", ["ab", "ab"]),
    Vector(#"^(a\1b?)+$"#, "aab", ["aab", "ab"]),
    Vector(#"^(a\1b?)+$"#, "aba", ["aba", "a"]),
    Vector(#"^(a*)*$"#, "b", nil),
    Vector(#"^(a*)*$"#, "aa", ["aa", "aa"]),
    Vector(#"^(?:a*?)*b"#, "aab", ["aab"]),
    Vector(#"^(?:a*?)*b"#, "b", ["b"]),
    Vector(#"^(?:|a)*$"#, "aa", ["aa"]),
    Vector(#"^(?:a?){3}b$"#, "b", ["b"]),
    Vector(#"^(?:a?){3}b$"#, "aaab", ["aaab"]),
    Vector(#"^(?:a?){3}b$"#, "aaaab", nil),
    Vector(#"^(\1|a)*$"#, "aa", ["aa", "a"]),
    Vector(#"^(\1|a)*$"#, "", ["", nil]),
    Vector(#"^\1(a)$"#, "a", ["a", "a"]),
    Vector(#"^\1(a)$"#, "aa", nil),
    Vector(#"^\k<n>(?<n>a)\k<n>$"#, "aa", ["aa", "a"]),
    Vector(#"^\k<n>(?<n>a)\k<n>$"#, "aaa", nil),
    Vector(#"^(?!(a))\1b$"#, "b", ["b", nil]),
    Vector(#"^(?!(a))\1b$"#, "ab", nil),
    Vector(#"^(?!(a)b)\1c$"#, "c", ["c", nil]),
    Vector(#"^(?!(a)b)\1c$"#, "ac", nil),
    Vector(#"^(?=(a+))\1b$"#, "aab", ["aab", "aa"]),
    Vector(#"^(?=(a+))\1b$"#, "ab", ["ab", "a"]),
    Vector(#"^(?=(a+))a*b\1$"#, "baaabac", nil),
    Vector(#"^(?=(a+))a*b\1$"#, "aabaa", ["aabaa", "aa"]),
    Vector(#"^(?=(a+))a*b\1$"#, "aaba", nil),
    Vector(#"^(?:(a)|(?!\1)b)*$"#, "ab", nil),
    Vector(#"^(?:(a)|(?!\1)b)*$"#, "ba", nil),
    Vector(#"^(?:(a)|(?!\1)b)*$"#, "bab", nil),
    Vector(#"^(?:(.)\1)+$"#, "aabb", ["aabb", "b"]),
    Vector(#"^(?:(.)\1)+$"#, "aabc", nil),
    Vector(#"^(?:(.)(?!.*\1))+$"#, "abc", ["abc", "c"]),
    Vector(#"^(?:(.)(?!.*\1))+$"#, "aba", nil),
    Vector(#"^((.)\2)*\2$"#, "aab", nil),
    Vector(#"^((.)\2)*\2$"#, "aabb", nil),
    Vector(#"^((.)\2)*\2$"#, "aa", nil),
    Vector(#"^(?:(a)?b\1)*$"#, "ab", nil),
    Vector(#"^(?:(a)?b\1)*$"#, "aba", ["aba", "a"]),
    Vector(#"^(?:(a)?b\1)*$"#, "bb", ["bb", nil]),
    Vector(#"^(?:(a)?b\1)*$"#, "abab", ["abab", nil]),
    Vector(#"^(?:(a)|b){2}\1$"#, "ab", ["ab", nil]),
    Vector(#"^(?:(a)|b){2}\1$"#, "aba", nil),
    Vector(#"^(?:(a)|b){2}\1$"#, "baa", ["baa", "a"]),
    Vector(#"^(?:(a)|b){2}\1$"#, "aaa", ["aaa", "a"]),
    Vector(#"^(?:(a)|b){0}\1c$"#, "c", ["c", nil]),
    Vector(#"(?<=a+)b"#, "aab", ["b"]),
    Vector(#"(?<=a+)b"#, "b", nil),
    Vector(#"(?<=^a+)b$"#, "aaab", ["b"]),
    Vector(#"(?<=^a+)b$"#, "cab", nil),
    Vector(#"(?<!a+)b"#, "ab", nil),
    Vector(#"(?<!a+)b"#, "b", ["b"]),
    Vector(#"(?<!a+)b"#, "cb", ["b"]),
    Vector(#"(?<=(\d+)(\d+))$"#, "1053", ["", "1", "053"]),
    Vector(#"(?<=\1(a))b"#, "aab", ["b", "a"]),
    Vector(#"(?<=\1(a))b"#, "ab", nil),
    Vector(#"(?<=(a)\1)b"#, "aab", ["b", "a"]),
    Vector(#"(?<=(a)\1)b"#, "ab", ["b", "a"]),
    Vector(#"(?<=([abc])+)d"#, "abcd", ["d", "a"]),
    Vector(#"(?<=([abc])+)d"#, "d", nil),
    Vector(#"(?<=(?:a|bb))c"#, "bbc", ["c"]),
    Vector(#"(?<=(?:a|bb))c"#, "bc", nil),
    Vector(#"(?<=(?:a|bb))c"#, "ac", ["c"]),
    Vector(#"(?<=a{2,})b"#, "aab", ["b"]),
    Vector(#"(?<=a{2,})b"#, "ab", nil),
    Vector(#"(?<=(?<!b)a*)c"#, "bac", ["c"]),
    Vector(#"(?<=(?<!b)a*)c"#, "c", ["c"]),
    Vector(#"(?<=(?<!b)a*)c"#, "ac", ["c"]),
    Vector(#"(?<=a(?=b*c))b*c"#, "abbc", ["bbc"]),
    Vector(#"(?<=$.*)a?"#, "a", [""]),
    Vector(#"(?<=$.*)a?"#, "", [""]),
    Vector(#"(?<=\b\w+)!"#, "ab!", ["!"]),
    Vector(#"(?<=\b\w+)!"#, "!", nil),
    Vector(#"(?<=^|,)x"#, "x", ["x"]),
    Vector(#"(?<=^|,)x"#, "ax", nil),
    Vector(#"(?<=^|,)x"#, ",x", ["x"]),
    Vector(#"(?<=😀+)é"#, "😀😀é", ["é"]),
    Vector(#"(?<=😀+)é"#, "é", nil),
    Vector(#"(?<=(?=a)a*)b"#, "aab", ["b"]),
    Vector(#"(?<=(?=a)a*)b"#, "b", nil),
    Vector(#"(?<=((?:ab)*))c"#, "ababc", ["c", "abab"]),
    Vector(#"(?<=((?:ab)*))c"#, "c", ["c", ""]),
    Vector(#"(?<=a|)b"#, "b", ["b"]),
    Vector(#"(?<=a|)b"#, "ab", ["b"]),
    Vector(#"(?<!(^|[ab]){2})c"#, "c", nil),
    Vector(#"(?<!(^|[ab]){2})c"#, "abc", nil),
    Vector(#"(?<!(^|[ab]){2})c"#, "ac", nil),
    Vector(#"(?<=.{3})d$"#, "abcd", ["d"]),
    Vector(#"(?<=.{3})d$"#, "bcd", nil),
    Vector(#"(?<=\k<a>(?<a>.))x"#, "aax", ["x", "a"]),
    Vector(#"(?<=\k<a>(?<a>.))x"#, "abx", nil),
    Vector(#"^a{65536}$"#, "a", nil),
    Vector(#"^(?:ab){0,70000}$"#, "abab", ["abab"]),
    Vector(#"^(?:ab){0,70000}$"#, "aba", nil),
    Vector(#"^a{3,99999999999999999999}$"#, "aaa", ["aaa"]),
    Vector(#"^a{3,99999999999999999999}$"#, "aa", nil),
    Vector(#"(?=a)a?a"#, "a", ["a"]),
    Vector(#"a[]?"#, "a", ["a"]),
    Vector(#"[^\W\p{ASCII}]"#, "é", nil),
    Vector(#"[^\W\p{ASCII}]"#, "😀", nil),
    Vector(#"(^a){0}b"#, "ab", ["b", nil]),
    Vector(#"\1{2}()x"#, "x", ["x", ""]),
    Vector(#"^\1+()$"#, "", ["", ""]),
  ]

  @Test("a search gives the match and the captures of ECMA-262", arguments: vectors)
  func captures(_ vector: Vector) throws {
    let match = try SafeRegex(vector.pattern, dialect: .ecma262).firstMatch(in: vector.text)
    let groups = match.map { match in match.groups.indices.map { match.text(of: $0, in: vector.text) } }
    #expect(groups == vector.groups)
  }

  @Test("whether there is a match is answered alike", arguments: vectors)
  func matches(_ vector: Vector) throws {
    #expect(try SafeRegex(vector.pattern, dialect: .ecma262).isMatch(vector.text) == (vector.groups != nil))
  }
}
