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
    "of two days the one has what the other leaves out",
    arguments: [
      "vom 12. bis 14. März 2026", "12.-14. März 2026", "12–14 March 2026", "12th to 14th of March, 2026",
      "from March 12 to 14, 2026", "March 12-14, 2026", "March 12 and March 14, 2026", "12. März und 14. März 2026",
      "du 12 au 14 mars 2026", "del 12 al 14 de marzo de 2026", "12.03. bis 14.03.2026", "12.-14.03.2026",
      "12.03.-14.03.2026",
    ])
  func two(_ text: String) {
    #expect(days(text) == ["2026-03-12", "2026-03-14"])
  }

  @Test("the first of two days may be of another month or year")
  func twoMonths() {
    #expect(days("28. Februar bis 2. März 2026") == ["2026-02-28", "2026-03-02"])
    #expect(days("December 28 to January 3, 2027") == ["2026-12-28", "2027-01-03"])
  }

  @Test(
    "numbers before a day are no days",
    arguments: [
      "14 to 12 March 2026", "rooms 2, 12 March 2026", "1.2 - 12.03.2026", "2025-13-12 March 2026",
      "10:30 12 March 2026",
    ])
  func oneDay(_ text: String) {
    #expect(days(text) == ["2026-03-12"])
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
