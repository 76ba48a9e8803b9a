import EvalGatePolicy
import Testing

/// One sentence that the profiles were not made of, in many languages.
private let sentences: [(language: String, text: String)] = [
  ("en", "Could you send me the report by Friday?"),
  ("de", "Könnten Sie mir den Bericht bis Freitag schicken?"),
  ("fr", "Pourriez-vous m'envoyer le rapport avant vendredi ?"),
  ("es", "¿Podría enviarme el informe antes del viernes?"),
  ("it", "Potrebbe mandarmi il rapporto entro venerdì?"),
  ("pt", "Você poderia me enviar o relatório até sexta-feira?"),
  ("nl", "Kunt u mij het verslag voor vrijdag sturen?"),
  ("pl", "Czy może mi pan przesłać raport do piątku?"),
  ("sv", "Kan du skicka rapporten till mig före fredag?"),
  ("da", "Kan du sende mig rapporten inden fredag?"),
  ("nb", "Kan du sende meg rapporten før fredag?"),
  ("fi", "Voisitko lähettää raportin minulle perjantaihin mennessä?"),
  ("cs", "Mohl byste mi tu zprávu poslat do pátku?"),
  ("ro", "Ați putea să îmi trimiteți raportul până vineri?"),
  ("hu", "El tudná küldeni nekem a jelentést péntekig?"),
  ("tr", "Raporu bana cuma gününe kadar gönderebilir misiniz?"),
  ("id", "Bisakah Anda mengirimkan laporan itu kepada saya sebelum hari Jumat?"),
  ("ru", "Не могли бы вы прислать мне отчёт до пятницы?"),
  ("uk", "Чи не могли б ви надіслати мені звіт до п'ятниці?"),
  ("bg", "Бихте ли ми изпратили доклада до петък?"),
  ("ja", "金曜日までに報告書を送っていただけますか。"),
  ("zh", "您能在星期五之前把报告发给我吗？"),
  ("ko", "금요일까지 보고서를 보내 주시겠어요?"),
  ("ar", "هل يمكنك إرسال التقرير إلي قبل يوم الجمعة؟"),
  ("fa", "آیا می‌توانید گزارش را تا جمعه برای من بفرستید؟"),
  ("ur", "کیا آپ مجھے جمعہ تک رپورٹ بھیج سکتے ہیں؟"),
  ("el", "Θα μπορούσατε να μου στείλετε την αναφορά;"),
  ("he", "האם תוכל לשלוח לי את הדוח?"),
  ("hi", "क्या आप मुझे रिपोर्ट भेज सकते हैं?"),
  ("th", "คุณช่วยส่งรายงานให้ฉันได้ไหม"),
  ("iu", "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ ᐊᑐᖅᑕᐅᕗᖅ ᓄᓇᕗᒻᒥ"),
]

@Suite("languages")
struct LanguageDetectorTests {
  @Test("a sentence is told by its script or its trigrams", arguments: sentences)
  func sentence(_ language: String, _ text: String) { #expect(LanguageDetector.guess(text)?.language == language) }

  @Test(
    "capitals count as small letters do",
    arguments: sentences.filter { ["en", "de", "pl", "tr", "ru", "cs"].contains($0.language) })
  func capitals(_ language: String, _ text: String) {
    #expect(LanguageDetector.guess(text.uppercased())?.language == language)
  }

  @Test("numbers, signs and a few letters tell nothing", arguments: ["", "12345", "?!", "ok", "\u{200B}\u{200B}"])
  func tooLittle(_ text: String) { #expect(LanguageDetector.guess(text) == nil) }

  @Test("code between fences does not count")
  func code() {
    let text =
      "Hier ist die Funktion, um die Sie gebeten haben:\n```swift\nfor index in values.indices where values[index] > limit { print(\"the value is too large for the table\") }\n```"
    #expect(LanguageDetector.guess(text)?.language == "de")
  }
}
