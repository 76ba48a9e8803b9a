/// The numbers of persons and accounts, each with its usual groupings (safety section 3.2). Validators name their sources.
enum NumericRules {
  static let index = NumericRuleIndex(payment + american + european + others)

  private static let payment = [
    NumericRule(
      .creditCard,
      ["16", "4-4-4-4", "4 4 4 4", "4.4.4.4", "14", "15", "4-6-5", "4 6 5", "4-4-4-3", "4 4 4 3", "4-6-4", "4 6 4"],
      validator: "luhn+iin",
      unnamed: .certain, named: .certain, isValid: PaymentCard.isValid),
    // Lengths that few issuers use: one in ten of all such numbers would pass.
    NumericRule(
      .creditCard, ["12", "13", "17", "18", "19", "4 4 4 4 3", "4-4-4-4-3", "4 4 4 1", "4-4-4-1"],
      validator: "luhn+iin",
      unnamed: .weak, named: .certain, showsAlone: true, isValid: PaymentCard.isValid),
    // With a word for a card beside it, the check digit alone: schemes open new ranges, and test generators invent some.
    NumericRule(
      .creditCard, ["16", "4-4-4-4", "4 4 4 4", "15", "14", "13"], validator: "luhn", named: .likely,
      isValid: { Luhn.isValid($0) && !$0.isUniform && !PaymentCard.hasIssuer($0) }),
    NumericRule(
      .abaRouting, ["9", "4-4-1", "4 4 1"], validator: "aba-3-7-1", named: .certain, showsAlone: true,
      isValid: NorthAmericanNumbers.isRoutingNumber),
  ]

  private static let american = [
    NumericRule(
      .ssn, ["3-2-4"], loose: ["9", "3-6", "5-4"], validator: "ssa-ranges", unnamed: .likely, named: .likely,
      showsAlone: true, isValid: NorthAmericanNumbers.isSocialSecurityNumber),
    NumericRule(
      .ssn, ["3 2 4", "3.2.4"], validator: "ssa-ranges", unnamed: .weak, named: .likely,
      isValid: NorthAmericanNumbers.isSocialSecurityNumber),
    NumericRule(
      .itin, ["3-2-4"], loose: ["3 2 4", "3.2.4", "9", "3-6", "5-4"], validator: "irs-ranges", unnamed: .likely,
      named: .likely, showsAlone: true, isValid: NorthAmericanNumbers.isTaxpayerNumber),
    NumericRule(
      .ein, ["2-7"], loose: ["9"], validator: "irs-prefixes", named: .likely, showsAlone: true,
      isValid: NorthAmericanNumbers.isEmployerNumber),
    NumericRule(
      .npi, ["10", "4-3-3"], validator: "luhn-80840", named: .certain, showsAlone: true,
      isValid: NorthAmericanNumbers.isProviderNumber),
    NumericRule(.usPassport, ["9"], named: .likely, showsAlone: true) { !$0.isUniform },
    NumericRule(.usDriverLicense, ["7", "8", "9", "10", "12", "3-3-3", "3-2-4", "4-2-4", "3 3 3"], named: .likely) {
      !$0.isUniform
    },
    NumericRule(.zip4, ["5-4"], named: .likely, showsAlone: true) { !$0.isUniform },
    NumericRule(
      .sin, ["3-3-3", "3 3 3"], loose: ["9"], validator: "luhn", unnamed: .weak, named: .certain, showsAlone: true,
      isValid: NorthAmericanNumbers.isSocialInsuranceNumber),
  ]

  private static let european = [
    NumericRule(
      .nhs, ["3 3 4", "3-3-4"], loose: ["10"], validator: "mod11", unnamed: .weak, named: .certain, showsAlone: true,
      isValid: EuropeanNumbers.isNHSNumber),
    NumericRule(
      .pesel, ["11"], validator: "date+mod10", unnamed: .likely, named: .certain, showsAlone: true,
      isValid: EuropeanNumbers.isPESEL),
    NumericRule(
      .germanTaxID, ["11", "2 3 3 3"], validator: "iso7064-mod11-10", unnamed: .likely, named: .certain,
      showsAlone: true,
      isValid: EuropeanNumbers.isGermanTaxID),
  ]

  private static let others = [
    NumericRule(
      .tfn, ["3 3 3", "3-3-3", "3 3 2"], loose: ["8", "9"], validator: "mod11", unnamed: .weak, named: .certain,
      showsAlone: true, isValid: OtherNumbers.isTaxFileNumber),
    NumericRule(
      .aadhaar, ["4 4 4", "4-4-4"], loose: ["12", "4:4:4"], validator: "verhoeff", unnamed: .likely, named: .certain,
      showsAlone: true, isValid: OtherNumbers.isAadhaar),
    NumericRule(
      .cpf, ["3.3.3-2"], loose: ["11", "3 3 3 2", "9-2"], validator: "mod11", unnamed: .certain, named: .certain,
      showsAlone: true, isValid: OtherNumbers.isCPF),
    NumericRule(
      .imei, ["15", "2-6-6-1", "2 6 6 1"], validator: "luhn", named: .certain, showsAlone: true,
      isValid: { Luhn.isValid($0) && !$0.isUniform }),
  ]
}
