import StrictJSON

extension KnownBad {
  /// - Parameters:
  ///   - bad: a made-up value whose check digits hold.
  ///   - twin: the same with one that does not, or of another form.
  private static func person(_ kind: PIIEntity, _ bad: String, _ twin: String) -> KnownBad {
    KnownBad("pii:\(kind.rawValue)", .pii, policy: ["pii": [:]], bad: .says(bad), twin: .says(twin))
  }

  /// One for every kind of personal data. Nobody's: the numbers were drawn at random, the addresses are those of documents.
  static let people: [KnownBad] = [
    person(.creditCard, "card 4155217220794551", "card 4155217220794550"),
    person(.iban, "Pay to DE02120300000000202051.", "Pay to DE03120300000000202051."),
    person(.email, "Write to ines@harbour-office.org.", "Load crane@2x.png."),
    person(.phone, "Call +49 431 1234567.", "Version 4.31.123 of 4567."),
    person(.ssn, "SSN 536-90-4399", "SSN 666-90-4399"),
    person(.itin, "ITIN 912-71-4399", "ITIN 912-49-4399"),
    person(.ein, "EIN 12-3948576", "EIN 07-3948576"),
    person(.abaRouting, "routing number 064100836", "routing number 064100830"),
    person(.usPassport, "passport 482910376", "parcel 482910376"),
    person(.usDriverLicense, "driver license D4829103", "drawing D4829103"),
    person(.npi, "NPI 1422560791", "NPI 1422560790"),
    person(.nhs, "NHS number 4318776697", "NHS number 4318776690"),
    person(.nino, "NINO AB482910C", "NINO BG482910C"),
    person(.sin, "SIN 554575530", "SIN 554575531"),
    person(.tfn, "TFN 462141543", "TFN 462141540"),
    person(.aadhaar, "Aadhaar 582715983666", "Aadhaar 582715983660"),
    person(.pesel, "PESEL 71030891441", "PESEL 71030891440"),
    person(.nif, "NIF 46938645S", "NIF 46938645Q"),
    person(.germanTaxID, "Steuer-ID 67601849656", "Steuer-ID 67601849650"),
    person(.cpf, "CPF 52956995871", "CPF 52956995870"),
    person(.vin, "VIN 1HGLYATA9WBDDTRH7", "VIN 1HGLYATA1WBDDTRH7"),
    person(.imei, "IMEI 351028470067188", "IMEI 351028470067180"),
    person(.bitcoin, "wallet 1GYHzU8ky2CvLiwXGbPUZCY3ddAhQZGqKS", "wallet 1GYHzU8ky2CvLiwXGbPUZCY3ddAhQZGqKA"),
    person(.ipAddress, "from 81.2.69.142", "from 81.2.69.342"),
    person(.mac, "MAC 3c:52:82:4f:19:a7", "MAC 3c:52:82:4f:19"),
    person(.birthDate, "born on 1971-03-08", "born on 1971-02-30"),
    person(.mrn, "MRN 48291037", "MRX 48291037"),
    person(.zip4, "ZIP 48291-0376", "part 48291-03764"),
    person(.urlCredentials, "postgres://desk:kV7rt2W9sL@db.harbour.example/x", "postgres://db.harbour.example:5432/x"),
  ]
}
