import SafeRegex
import Testing

/// What is a pattern of ECMA-262 with the `u` flag and what is none, as V8 11.3 sees it: `new RegExp(pattern, "u")`.
@Suite struct ECMAScriptGrammarTests {
  @Test(
    "what the grammar has is a pattern",
    arguments: [
      #"a|b"#, #"|"#, #"()"#, #"(?:)"#, #"(|a)"#, #"^$"#, #"a*?"#, #"a+?"#, #"a??"#, #"a{2}"#, #"a{2,}"#, #"a{2,3}?"#,
      #"a{0}"#, #"a{00002,3}"#, #"a{99999999999999999999}"#, #"a{99999999999999999998,99999999999999999999}"#,
      #"(?=a)b"#, #"(?!a)b"#, #"(?<=a)b"#, #"(?<!a)b"#, #"(?<=a+)b"#, #"(?<=(a|bc)*?)d"#, #"(?:(?=a))*"#,
      #"(?<n>a)\k<n>"#, #"\k<n>(?<n>a)"#, #"(?<$_a1>x)"#, #"(?<é>x)\k<\u00e9>"#, #"(?<\u{61}b>x)\k<ab>"#,
      #"(?<\ud835\udc00>x)"#, #"(?<a\#u{200C}>x)"#, #"(a)\1"#, #"\1(a)"#, #"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10"#,
      #"\0"#, #"[\0]"#, #"\cA"#, #"\cz"#, #"\x41"#, #"\u0041"#, #"\u{41}"#, #"\u{000000000041}"#, #"\u{10FFFF}"#,
      #"\ud83d\ude00"#, #"\ud83d"#, #"\ude00"#, #"\u{D83D}\u{DE00}"#, #"\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/"#, #"/"#,
      #"-"#, #","#, #"=!<>:#&~%'"` @"#, #"[]"#, #"[^]"#, #"[-]"#, #"[a-]"#, #"[-a]"#, #"[a-c-e]"#, #"[^^]"#, #"[[]"#,
      #"[(){}.*+?|$^]"#, #"[\]]"#, #"[\-]"#, #"[\b]"#, #"[a\-z]"#, #"[\d\w\s\D\W\S]"#, #"[\d-]"#, #"[-\d]"#,
      #"[\ud83d\ude00-\ud83d\ude4f]"#, #"[😀-😂]"#, #"[\u{1F600}-\u{1F64F}]"#, #"[\x00-\u{10FFFF}]"#, #"\p{L}"#,
      #"\p{Letter}"#, #"\P{Lu}"#, #"\p{gc=Lu}"#, #"\p{General_Category=Uppercase_Letter}"#, #"\p{Script=Greek}"#,
      #"\p{sc=Grek}"#, #"\p{Script_Extensions=Greek}"#, #"\p{scx=Grek}"#, #"\p{ASCII}"#, #"\p{Any}"#,
      #"\p{Assigned}"#, #"\p{Alphabetic}"#, #"\p{CWKCF}"#, #"\p{sc=Kawi}"#, #"\p{Script=Tulu_Tigalari}"#,
      #"\p{digit}"#, #"\p{punct}"#, #"\p{cntrl}"#, #"\b\B"#, #"\b|\B"#, #"[\p{L}\P{N}]"#, #"\f\n\r\t\v"#,
      #"\d{3}-\d{4}"#,
    ])
  func valid(_ pattern: String) throws {
    _ = try SafeRegex(pattern, dialect: .ecma262)
    #expect(SafeRegex.isECMAScript(pattern))
  }

  @Test(
    "what it has not, or what is an early error, is none",
    arguments: [
      #"a**"#, #"a*{2}"#, #"*"#, #"+a"#, #"?"#, #"(*)"#, #"(?:*)"#, #"|*"#, #"^*"#, #"$?"#, #"\b+"#, #"\B{2}"#,
      #"(?=a)*"#, #"(?!a)+"#, #"(?<=a)?"#, #"(?<!a){2}"#, #"{"#, #"}"#, #"]"#, #"a{"#, #"a}"#, #"a]"#, #"a{,2}"#,
      #"a{1"#, #"a{1,"#, #"a{1,2"#, #"a{a}"#, #"a{1 }"#, #"a{-1}"#, #"{1}"#, #"{1,2}"#, #"x{1}{1}"#, #"x{1}*"#,
      #"a{2,1}"#, #"a{99999999999999999999,99999999999999999998}"#, #"("#, #")"#, #"a)"#, #"(a"#, #"(?"#, #"(?)"#,
      #"(?a)"#, #"(?i)a"#, #"(?i:a)"#, #"(?-i:a)"#, #"(?ims)a"#, #"(?#c)"#, #"(?>a)"#, #"(?|a)"#, #"(?P<n>a)"#,
      #"(?P=n)"#, #"(?P>n)"#, #"(?R)"#, #"(?1)"#, #"(?<n"#, #"(?<n>"#, #"(?<>a)"#, #"(?<1>a)"#, #"(?<a b>c)"#,
      #"(?<a-b>c)"#, #"(?<\x61>a)"#, #"(?<\u{110000}>a)"#, #"(?<n>a)(?<n>b)"#, #"(?<n>a)|(?<n>b)"#,
      #"(?<n>a)(?<\u006e>b)"#, #"(?'n'a)"#, #"\k"#, #"\k<"#, #"\k<>"#, #"\k<n>"#, #"\k<n"#, #"(?<n>a)\k"#,
      #"(?<n>a)\k<m>"#, #"\kn"#, #"\1"#, #"(a)\2"#, #"(?:a)\1"#, #"(?=a)\1"#, #"\8"#, #"\9"#, #"(a)\10"#, #"\00"#,
      #"\01"#, #"\07"#, #"\012"#, #"[\1]"#, #"[\00]"#, #"[\08]"#, #"\a"#, #"\e"#, #"\h"#, #"\i"#, #"\z"#, #"\A"#,
      #"\Z"#, #"\G"#, #"\K"#, #"\Q"#, #"\E"#, #"\R"#, #"\X"#, #"\N"#, #"\_"#, #"\-"#, #"\@"#, #"\#"#, #"\ "#, #"\""#,
      #"\,"#, #"\="#, #"\é"#, #"\😀"#, #"[\a]"#, #"[\B]"#, #"[\k]"#, #"[\c]"#, #"[\c1]"#, #"[\_]"#, #"[\@]"#, #"\"#,
      #"[\"#, #"\c"#, #"\c1"#, #"\c_"#, #"\cé"#, #"\x"#, #"\x1"#, #"\x1g"#, #"\u"#, #"\u1"#, #"\u12"#, #"\u123"#,
      #"\u123g"#, #"\u{"#, #"\u{}"#, #"\u{g}"#, #"\u{110000}"#, #"\u{FFFFFFFFFFFFFFFFFFFF}"#, #"\u{ 41}"#,
      #"\ud83d\u"#, #"\p"#, #"\P"#, #"\pL"#, #"\p{"#, #"\p{}"#, #"\p{L"#, #"\p{ L}"#, #"\p{l}"#, #"\p{letter}"#,
      #"\p{Foo}"#, #"\p{=L}"#, #"\p{L=}"#, #"\p{gc}"#, #"\p{gc=}"#, #"\p{gc=Foo}"#, #"\p{gc=Greek}"#, #"\p{Greek}"#,
      #"\p{sc=L}"#, #"\p{sc}"#, #"\p{Script=greek}"#, #"\p{Script=Foo}"#, #"\p{ASCII=Yes}"#, #"\p{ASCII=Y}"#,
      #"\p{Block=Greek}"#, #"\p{IsGreek}"#, #"\p{InBasicLatin}"#, #"\p{^L}"#, #"\p{L&}"#, #"\p{Xan}"#,
      #"\p{Other_Alphabetic}"#, #"\p{Composition_Exclusion}"#, #"["#, #"[^"#, #"[a"#, #"[a-"#, #"[]a]"#, #"[^]]"#,
      #"[z-a]"#, #"[b-a]"#, #"[\u{2}-\x01]"#, #"[😂-😀]"#, #"[\d-a]"#, #"[a-\d]"#, #"[\d-\w]"#, #"[\p{L}-z]"#,
      #"[--\d]"#, #"[[:alpha:]]]"#, #"[\ude00-\ud83d]"#,
    ])
  func invalid(_ pattern: String) {
    #expect(throws: RegexError.self) { try SafeRegex(pattern, dialect: .ecma262) }
    #expect(!SafeRegex.isECMAScript(pattern))
  }

  @Test(
    "an error names the byte where the pattern breaks",
    arguments: [
      (#"\s\s\s\u{41}(x"#, 14), ("a)", 1), ("ab*+", 3), ("a{,2}", 1), ("é]", 2), (#"(a)\2"#, 3), ("[a", 0),
      ("x[b-a]", 2),
      (#"(?<n>a)(?<n>b)"#, 7), (#"ab\-"#, 2), ("a{2,1}", 1), ("(?=a)*", 5), (#"\k<n>"#, 0),
    ])
  func place(_ pattern: String, _ offset: Int) {
    let error = #expect(throws: RegexError.self) { try SafeRegex(pattern, dialect: .ecma262) }
    #expect(error?.offset == offset)
  }

  @Test("names are equal when their code points are, not when they look the same")
  func names() throws {
    #expect(SafeRegex.isECMAScript("(?<\u{E9}>a)(?<e\u{301}>b)"))
    #expect(!SafeRegex.isECMAScript("(?<\u{E9}>a)\\k<e\u{301}>"))
    #expect(try SafeRegex("(?<year>a)", dialect: .ecma262).groupNames == ["year": 1])
  }

  @Test("a pattern of any size and nesting is judged, by its grammar alone")
  func size() throws {
    let deep = 100_000
    for (before, after) in [
      ("(", ")"), ("(?:", ")*"), ("(?=", ")"), ("(?<!", ")"), ("[", ""), ("a|", ""), ("a{1,2}", ""),
    ] {
      let pattern =
        String(repeating: before, count: deep) + (before == "[" ? "]" : "") + String(repeating: after, count: deep)
      #expect(SafeRegex.isECMAScript(pattern))
      #expect(!SafeRegex.isECMAScript(pattern + ")"))
    }
  }
}
