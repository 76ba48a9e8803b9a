import EvalGateCLI
import Testing
import UnicodeText

@Suite("the bar of a run's progress")
struct ProgressBarTests {
  private func state(_ suite: String = "ticket-triage", total: Int = 240) -> ProgressState {
    var state = ProgressState(suite: suite, total: total, started: 1000)
    (state.done, state.failed) = (161, 9)
    state.inFlight = ["t-1": 2000, "t-2": 21_500]
    return state
  }

  @Test("a bar with counts, what is in flight and the time; the bar goes first, then the end of the name")
  func widths() {
    let state = state()
    func bar(_ width: Int) -> String { state.bar(at: 32_000, width: width, unicode: true) }
    #expect(bar(100) == "ticket-triage  ▕██████████      ▏ 161/240  9 failed  2 in flight  0:31")
    #expect(bar(60) == "ticket-triage  161/240  9 failed  2 in flight  0:31")
    #expect(bar(48) == "ticket-tr…  161/240  9 failed  2 in flight  0:31")
    #expect(bar(20) == "161/240  9 failed  2")
  }

  @Test("it never takes more columns than there are, wide names included", arguments: 1...120)
  func fits(width: Int) {
    for name in ["ticket-triage", "請求書の分類", "👩‍👩‍👧‍👦🇩🇪-suite", ""] {
      let text = state(name).bar(at: 32_000, width: width, unicode: true)
      #expect(text.displayWidth <= width, "\(text)")
    }
  }

  @Test("where the locale is not UTF-8 every sign is plain")
  func ascii() {
    let text = state().bar(at: 32_000, width: 100, unicode: false)
    #expect(text == "ticket-triage  [##########      ] 161/240  9 failed  2 in flight  0:31")
    #expect(state().bar(at: 32_000, width: 48, unicode: false).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("what is in flight is told with its age, the oldest first, and no more than ten")
  func status() {
    var state = state()
    #expect(
      state.status(at: 32_000) == [
        "ticket-triage  161/240 done, 2 in flight, 0:31", "  t-1  for 0:30", "  t-2  for 0:10",
      ])
    for number in 10..<25 { state.inFlight["u-\(number)"] = 30_000 }
    let lines = state.status(at: 32_000)
    #expect(lines.count == 12)
    #expect(lines.last == "  and 7 more")
  }
}
