/// The kinds of personal data that the scanner knows, under the names that policies use (safety section 3.2).
package enum PIIEntity: String, Hashable, Sendable, CaseIterable {
  case creditCard = "CREDIT_CARD"
  case iban = "IBAN_CODE"
  case email = "EMAIL_ADDRESS"
  case phone = "PHONE_NUMBER"
  case ssn = "US_SSN"
  case itin = "US_ITIN"
  case ein = "US_EIN"
  case abaRouting = "US_ABA_ROUTING"
  case usPassport = "US_PASSPORT"
  case usDriverLicense = "US_DRIVER_LICENSE"
  case npi = "US_NPI"
  case nhs = "UK_NHS"
  case nino = "UK_NINO"
  case sin = "CA_SIN"
  case tfn = "AU_TFN"
  case aadhaar = "IN_AADHAAR"
  case pesel = "PL_PESEL"
  case nif = "ES_NIF"
  case germanTaxID = "DE_TAX_ID"
  case cpf = "BR_CPF"
  case vin = "VIN"
  case imei = "IMEI"
  case bitcoin = "CRYPTO_BTC"
  case ipAddress = "IP_ADDRESS"
  case mac = "MAC_ADDRESS"
  case birthDate = "DATE_OF_BIRTH"
  case mrn = "MRN"
  case zip4 = "US_ZIP4"
  case urlCredentials = "URL_CREDENTIALS"

  /// Its place in the list.
  var index: Int {
    for (index, entity) in Self.allCases.enumerated() where entity == self { return index }
    return Self.allCases.count
  }
}
