/// What words around a value speak of: one bit for each entity of personal data, and some more.
struct Topics: OptionSet, Hashable, Sendable {
  let rawValue: UInt64

  /// A word beside it names this entity.
  static func entity(_ entity: PIIEntity) -> Topics { Topics(rawValue: 1 << UInt64(entity.index)) }

  /// Numbers near it are made up, or name something else than a person's things.
  static let negative = Topics(rawValue: 1 << 60)
  /// Dotted numbers near it are versions.
  static let version = Topics(rawValue: 1 << 61)
  /// Speaks of reaching somebody, which makes grouped digits a telephone number, but not any digits.
  static let reaching = Topics(rawValue: 1 << 62)
  /// Speaks of what a number belongs to and is not what the number is called: `payment_id` holds no card.
  static let subject = Topics(rawValue: 1 << 63)

  /// Names the number after it as something else than a telephone's, whatever stands farther away: `ISBN`, `invoice`.
  static let otherNumber = Topics(rawValue: 1 << 58)
  /// Names the number right after it so, unless it is one to call about that: `order`.
  static let record = Topics(rawValue: 1 << 57)
  /// Such a word stands right before it.
  static let namedOtherwise = Topics(rawValue: 1 << 56)

  /// Makes another thing of a word for a birth before it: a birthday sale is a sale.
  static let occasion = Topics(rawValue: 1 << 59)

  /// What a word says as the name of a member: which entity its value is, if it names one.
  var ofMember: Topics {
    contains(.subject)
      ? [] : subtracting([.negative, .version, .reaching, .occasion, .otherNumber, .record])
  }
}

/// The table of context words. A stem ends with `*` and stands for all words that begin with it.
enum ContextWords {
  static func topics(of word: PackedWord) -> Topics {
    var found = Topics()
    guard word.count >= 2 else { return found }
    for count in 2...min(8, word.count) {
      let key = word.prefix(count)
      var slot = slot(key)
      while let entry = table[slot] {
        if entry.key == key, entry.count == count, entry.isStem || word.count == count {
          found.formUnion(entry.topics)
        }
        slot = (slot + 1) & mask
      }
    }
    return found
  }

  private struct Entry: Sendable {
    let key: UInt64
    let count: Int
    let isStem: Bool
    let topics: Topics
  }

  private static let mask = 2047
  private static func slot(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 53) }

  /// Open addressing with linear probing; less than a quarter full, so that a probe for an unknown word ends at once.
  private static let table: [Entry?] = {
    var table = [Entry?](repeating: nil, count: mask + 1)
    for (topics, words) in lists {
      for text in words.listed {
        let isStem = text.utf8.last == UInt8(ascii: "*")
        let word = PackedWord(isStem ? text.utf8.dropLast() : text.utf8)
        // A word longer than eight bytes is told apart by its first eight.
        let entry = Entry(
          key: word.bytes, count: min(8, word.count), isStem: isStem || word.count > 8, topics: topics)
        var slot = slot(entry.key)
        while table[slot] != nil { slot = (slot + 1) & mask }
        table[slot] = entry
      }
    }
    return table
  }()

  private static func of(_ entities: PIIEntity...) -> Topics {
    entities.reduce(into: Topics()) { $0.formUnion(.entity($1)) }
  }

  private static let lists: [(Topics, String)] = [
    (
      of(.creditCard),
      "card* cards visa mastercard maestro amex discover diners jcb cc ccn ccnum pan kreditka* karte kreditkarte carte tarjeta carta cartao kaart karta credit debit charge charged charges payment* cvv cvc"
    ),
    (of(.iban), "iban bank* konto account* compte cuenta conto rekening"),
    (
      of(.phone),
      "phone* telephone* tel tele* tél téléphone teléfono mobile mob mobil* cell* fax call* sms whatsapp dial handy handynummer rufnummer anruf* ring portable movil móvil celular cellulare komórka komork* gsm landline hotline desk"
    ),
    (.reaching, "registered messages text texted office reach* contact* kontakt* erreichbar joignable"),
    (of(.ssn), "ssn ssns social security socialsecurity"),
    (of(.itin), "itin taxpayer tax individual"),
    (of(.ein), "ein fein employer tax"),
    (of(.abaRouting), "aba routing rtn transit"),
    (of(.usPassport), "passport*"),
    (of(.usDriverLicense), "driver* driving license* licence* dl dln lic permit"),
    (of(.npi), "npi provider"),
    (of(.nhs), "nhs"),
    (of(.nino), "nino insurance"),
    (of(.sin), "sin sins nas insurance"),
    (of(.tfn), "tfn tax"),
    (of(.aadhaar), "aadhaar aadhar adhaar uid uidai"),
    (of(.pesel), "pesel"),
    (of(.nif), "nif nie dni documento identidad extranjero"),
    (of(.germanTaxID), "steuer* idnr tin identifikationsnummer tax"),
    (of(.cpf), "cpf"),
    (of(.vin), "vin vehicle chassis fahrgestell*"),
    (of(.imei), "imei imeis"),
    (of(.bitcoin), "bitcoin btc wallet"),
    (of(.ipAddress), "ip ipv4 ipv6 host* server* address gateway subnet client source dst src"),
    (of(.mac), "mac ethernet"),
    (
      of(.birthDate),
      "born birth* dob birthdate geboren geb geburtsdatum geburts* naissance né née nacimiento nacido nacida nascita nato nata nascimento nascido nascida geboorte* geboortedatum urodz* bday"
    ),
    (of(.mrn), "mrn mrns"),
    (of(.zip4), "zip* postal postcode"),
    (
      .negative,
      "example* sample* test tests dummy fake isbn order orders invoice* tracking serial sku part commit hash build ticket version* revision issue fixture* placeholder mock"
    ),
    (
      .otherNumber,
      "isbn issn ean upc gtin asin doi invoice* rechnung* facture* factura* fattura* faktura factuur tracking serial sku part po commit hash build ticket case version revision ref rfc batch"
    ),
    (
      .record,
      "order* bestell* auftrag* commande* pedido* ordine* booking* reservation* reference* confirmation* article artikel* item* customer* contract* claim* policy kundennu* vertrags* vorgangs* mitgliedsn* aktenzei* klantnum* clientnu*"
    ),
    (
      .subject,
      "account* bank* call* cell* charge charged charges client credit debit desk driver* dst employer gateway host* individual insurance licence* license* payment* permit portable provider ring security server* source src subnet uid"
    ),
    (
      .occasion,
      "sale* offer* discount* coupon* voucher* promo* deal deals gift* party parties celebration* bonus card cards cake cakes"
    ),
    (
      .version,
      "versi* ver v release* revision firmware build section* chapter* clause* paragraph* appendix annex rfc abschnitt* kapitel* chapitre* sección* sezione capít* capitolo*"
    ),
  ]
}
