import EvalGateCore
import EvalGateReporters
import Testing

@Suite("hostile text in a sink")
struct SafeTextTests {
  @Test(
    "nothing that a terminal obeys is sent to one",
    arguments: [
      ("\u{1B}[31mred", "\\u{1b}[31mred"), ("a\rb", "a\\u{d}b"), ("\u{202E}txt", "\\u{202e}txt"), ("a\u{7}", "a\\u{7}"),
      ("\u{9B}31m", "\\u{9b}31m"), ("tab\tline\nend", "tab line end"), ("\u{E0041}", "\\u{e0041}"),
      ("fine é 漢", "fine é 漢"),
    ])
  func terminal(hostile: String, safe: String) {
    #expect(SafeText.terminal(UntrustedText(hostile)) == safe)
  }

  @Test(
    "no quoted line can begin with a command of GitHub's runner",
    arguments: ["::error::x", "  ::set-env name=a::b", "a\n::warning::y", "x\r\n::stop::"])
  func runnerCommands(hostile: String) {
    for line in SafeText.quoted(UntrustedText(hostile)) { #expect(line.hasPrefix("│ ")) }
  }

  @Test("an older runner command in the middle of a line is broken")
  func oldRunnerCommand() {
    #expect(!SafeText.terminal("text ##[add-mask]x").contains("##["))
  }

  @Test("a code span cannot be left", arguments: ["`", "``", "a`b``c", "`` `", "", "|", "a | b"])
  func codeSpan(hostile: String) {
    let span = SafeText.codeSpan(UntrustedText(hostile))
    let fence = span.prefix { $0 == "`" }
    #expect(span.hasSuffix(fence))
    let inner = span.dropFirst(fence.count).dropLast(fence.count)
    #expect(!inner.contains(fence))
    #expect(!span.contains("|"))
  }

  @Test("a command outside of a table is what it says")
  func command() { #expect(SafeText.commandSpan("evalgate show latest 'a|b'") == "`evalgate show latest 'a|b'`") }

  @Test("a code block's fence is longer than any run of backticks in it")
  func codeBlock() {
    let block = SafeText.codeBlock("```\n````\n# heading")
    #expect(block.hasPrefix("`````text\n"))
    #expect(block.hasSuffix("\n`````"))
  }

  @Test(
    "running text of a comment has no markup, mention or link",
    arguments: ["<img src=x>", "@team", "[a](http://b)", "#12", "a|b", "<!-- evalgate:v1 -->", "**x**", "`x`"])
  func markdown(hostile: String) {
    let safe = SafeText.markdown(UntrustedText(hostile))
    for mark in ["<", "@t", "[a](", "http:/", "a|b", "**", "`x"] where !mark.isEmpty {
      #expect(!safe.contains(mark) || safe.contains("\\" + mark))
    }
    #expect(!safe.hasPrefix("#"))
  }
}

@Suite("marks that hide a sign from a comparison of characters")
struct FusedSignTests {
  @Test("a backtick under a mark is a backtick to a Markdown reader")
  func backtick() {
    #expect(SafeText.codeSpan("`\u{301}").hasPrefix("`` "))
    #expect(SafeText.codeBlock("```\u{301}").hasPrefix("````text\n"))
  }

  @Test("a bar under a mark ends a cell")
  func bar() { #expect(!holds(SafeText.codeSpan("|\u{301}"), "|")) }

  @Test("a bracket under a mark makes a runner's command")
  func command() { #expect(!holds(SafeText.terminal("##[\u{301}error]"), "##[")) }

  @Test(
    "invisible signs are shown, those that make words and emoji are left",
    arguments: [
      ("\u{61C}a", "\\u{61c}a"), ("a\u{AD}b", "a\\u{ad}b"), ("\u{2060}", "\\u{2060}"), ("\u{FEFF}", "\\u{feff}"),
      ("👩‍👧", "👩‍👧"), ("می‌خواهم", "می‌خواهم"),
    ])
  func invisible(text: String, safe: String) { #expect(SafeText.terminal(UntrustedText(text)) == safe) }

  @Test(
    "no line of running text becomes a list, a heading or a link",
    arguments: [
      ("- x", "\\- x"), ("12. x", "12\\. x"), ("3) x", "3\\) x"), ("===", "\\==="), ("    code", "code"),
      ("a-b. c", "a-b. c"),
      ("www.x", "www\u{2060}.x"), ("ftp://x", "ftp:\u{2060}//x"), ("a: b", "a: b"), ("$x$", "\\$x\\$"),
      ("#12", "\\#\u{2060}12"),
    ])
  func lines(text: String, safe: String) { #expect(SafeText.markdown(UntrustedText(text)) == safe) }
}
