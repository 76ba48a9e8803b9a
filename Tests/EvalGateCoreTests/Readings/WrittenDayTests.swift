import EvalGateCore
import Testing

@Suite("days as they are written")
struct WrittenDayTests {
  private func days(_ text: String) -> [String] { WrittenDay.days(in: text).map(\.description).sorted() }

  @Test(
    "a day is read in figures and with the name of its month",
    arguments: [
      "2026-03-12", "2026/3/12", "2026. 03. 12", "12.03.2026", "12. 3. 2026", "2026年3月12日", "12 March 2026",
      "March 12th, 2026", "the 12th of March, 2026", "12. März 2026", "12 de marzo de 2026", "12-Mar-2026",
      "Thu, 12 Mar 2026 10:00:00 GMT", "2026-03-12T10:00:00Z", "12 MARCA 2026", "DOB12.03.2026",
    ])
  func forms(_ text: String) {
    #expect(days("On \(text).") == ["2026-03-12"])
  }

  @Test(
    "every language's names are known, the longest one too",
    arguments: ["październik", "października", "oct", "octubre"])
  func months(_ name: String) {
    #expect(days("3 \(name) 2026") == ["2026-10-03"])
  }

  @Test("what may be one of two days is both, and a short year is of either century")
  func doubtful() {
    #expect(days("03/04/2026") == ["2026-03-04", "2026-04-03"])
    #expect(days("03 04 2026") == ["2026-03-04", "2026-04-03"])
    #expect(days("03.04.2026") == ["2026-04-03"])
    for text in ["13/04/26", "13. Apr 26", "13-Apr-26", "April 13, '26", "Apr 13 ’26"] {
      #expect(days(text) == ["1926-04-13", "2026-04-13"], "\(text)")
    }
  }

  @Test(
    "a day that is none, and numbers that are another thing, are none",
    arguments: [
      "2026-02-30", "12.13.2026", "112.03.2026", "12.03.20261", "March 2026", "12 March", "0171 12 03 2026",
      "12 03 2026 44", "192.168.12.3", "12-03/2026", "Marching 12 2026", "12 March 10:30", "March 12, 26 of them",
    ])
  func none(_ text: String) {
    #expect(days(text).isEmpty)
  }

  @Test("each stands where it is written")
  func places() {
    let text = Array("from 12.03.2026 to april 2, 2026".utf8)
    #expect(
      WrittenDay.all(in: text).map { String(decoding: text[$0.range], as: UTF8.self) } == [
        "12.03.2026", "april 2, 2026",
      ])
  }
}
