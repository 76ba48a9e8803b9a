import EvalGatePolicy
import Testing

/// Values that the standards themselves, or those who issue the numbers, publish.
@Suite("checksums against published values")
struct ChecksumTests {
  private func digits(_ text: String) throws -> Digits { try #require(Digits(text)) }

  @Test("ISO/IEC 7812: the number that every text on Luhn's formula shows")
  func luhn() throws {
    #expect(Luhn.isValid(try digits("79927398713")))
    #expect(!Luhn.isValid(try digits("79927398710")))
  }

  @Test("Verhoeff: 236 has the check digit 3")
  func verhoeff() throws {
    #expect(Verhoeff.isValid(try digits("2363")))
    #expect(!Verhoeff.isValid(try digits("2364")))
  }

  @Test("Verhoeff finds every swap of two neighbours in its example")
  func verhoeffSwaps() throws { #expect(!Verhoeff.isValid(try digits("3263"))) }

  @Test("ISO/IEC 7064: MOD 97-10 over the rearranged account of the registry's British example leaves 1")
  func mod97() { #expect(ISO7064.mod97("NWBK60161331926819GB29".utf8) == 1) }

  @Test("ISO/IEC 7064: MOD 97-10 knows letters and digits only")
  func mod97Signs() { #expect(ISO7064.mod97("NW BK".utf8) == nil) }

  @Test("ISO/IEC 7064: MOD 11,10 of the standard's example 0794 is 5")
  func mod1110() throws {
    #expect(ISO7064.isValidMod11And10(try digits("07945")))
    #expect(!ISO7064.isValidMod11And10(try digits("07944")))
  }

  @Test("a CPF with the digits that the revenue service explains it with")
  func cpf() throws { #expect(OtherNumbers.isCPF(try digits("111.444.777-35"))) }

  @Test("the National Provider Identifier of the standard's own example")
  func npi() throws { #expect(NorthAmericanNumbers.isProviderNumber(try digits("1234567893"))) }

  @Test("the vehicle number with which the check digit is explained")
  func vin() { #expect(VehicleNumber.isValid(Array("1M8GDM9AXKP042788".utf8)[...])) }

  @Test("the address that the first block of Bitcoin paid")
  func firstAddress() { #expect(BitcoinAddress.isValid(Array("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa".utf8)[...])) }

  @Test(
    "the witness addresses of BIP 173 and BIP 350",
    arguments: [
      "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ])
  func witnessAddress(_ text: String) { #expect(BitcoinAddress.isValid(Array(text.utf8)[...])) }

  @Test("a witness address with one letter changed is none")
  func brokenWitnessAddress() {
    #expect(!BitcoinAddress.isValid(Array("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5".utf8)[...]))
  }

  @Test("CRC-32 of the nine digits that every implementation is tried with")
  func crc() { #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926) }

  @Test("entropy of one sign is 0, of sixteen different ones 4 bits")
  func entropy() {
    #expect(ByteEntropy.bits(Array("aaaa".utf8)[...]) == 0)
    #expect(ByteEntropy.bits(Array("0123456789abcdef".utf8)[...]) == 4)
  }

  @Test("digits are numbered from the left, and a part of them is a number")
  func digitPlaces() throws {
    let digits = try digits("20-71")
    #expect(digits[0] == 2 && digits[3] == 1 && digits.number(1..<3) == 7)
  }
}
