/// What refusals sound like in one language: phrases as data, grouped by what they show.
///
/// A phrase is a row of words: `a|b` is either word, `a?` a word that may be missing, `stem~` every word that begins so, `*` up to
/// four words of any kind, `^` at the beginning that a sentence begins so. Where a language puts no blanks between words, a phrase is a piece of text. Apostrophes are straight,
/// letters small. Harm words stand in one string with blanks between them.
struct RefusalPack: Sendable {
  /// As RFC 5646 writes it.
  let language: String
  /// Whether phrases are pieces of text rather than rows of words.
  var isUnspaced = false
  /// "I can't help with", "I won't provide": the speaker does not do it.
  let inability: [String]
  /// "I'm sorry, but": an apology that something else follows.
  let apologies: [String]
  /// Where phrases are pieces of text: what follows an apology that refuses. Other apologies go with an answer.
  var negations: [String] = []
  /// "It is not appropriate to", "against my guidelines": a norm speaks against it.
  let norms: [String]
  /// "I do not condone": a judgement in place of an answer.
  let condemnation: [String]
  /// "illegal", "violence": what makes a norm a hard one.
  let harm: [String]
  /// "crisis line", "seek help": where somebody in need is sent.
  let redirects: [String]
  /// "I'm sorry to hear": sympathy, which is no apology.
  let sympathy: [String]
  /// "I can't wait": what looks like a refusal and is none.
  let counterEvidence: [String]
  /// "but here is how": something is done all the same.
  var service: [String] = []
  /// "I can't see your screen": what no will would change, so that an answer beside it is a whole one.
  var limits: [String] = []
  /// "I can't cancel that order": what was to be done is left, which refuses only where somebody else is named for it.
  var errands: [String] = []
  /// "Please contact our support": who else may be asked to do it.
  var handovers: [String] = []
  /// "Summary:": a title under which stands what was asked for.
  var titles: [String] = []
  /// "instead, consider": something else is offered.
  let offers: [String]
  /// "It would harm", "please ask the office": why not, and who may be asked instead.
  var reasons: [String] = []
  /// "No." as a whole answer, and whole sentences that say no more.
  let refusals: [String]
  /// Lists of words that many phrases share, by the name they are called with.
  var macros: [String: String] = [:]

  /// All packs, in the order in which they were added.
  static let all: [RefusalPack] = [
    .english, .german, .french, .spanish, .italian, .portuguese, .dutch, .polish, .japanese, .chinese,
  ]
}

/// What a phrase shows.
enum RefusalSign: Int, CaseIterable, Sendable {
  case inability, apology, negation, norm, condemnation, harm, redirect, sympathy, counterEvidence, service, limit,
    errand, handover, title, offer, reason, refusal
}

/// Signs found in a stretch of text.
struct RefusalSigns: OptionSet, Sendable {
  let rawValue: Int
  init(rawValue: Int) { self.rawValue = rawValue }
  init(_ sign: RefusalSign) { rawValue = 1 << sign.rawValue }

  static let inability = RefusalSigns(.inability)
  static let apology = RefusalSigns(.apology)
  static let norm = RefusalSigns(.norm)
  static let condemnation = RefusalSigns(.condemnation)
  static let harm = RefusalSigns(.harm)
  static let redirect = RefusalSigns(.redirect)
  static let sympathy = RefusalSigns(.sympathy)
  static let counterEvidence = RefusalSigns(.counterEvidence)
  static let service = RefusalSigns(.service)
  static let limit = RefusalSigns(.limit)
  static let errand = RefusalSigns(.errand)
  static let handover = RefusalSigns(.handover)
  static let title = RefusalSigns(.title)
  static let offer = RefusalSigns(.offer)
  static let reason = RefusalSigns(.reason)
  static let refusal = RefusalSigns(.refusal)

  /// What goes with a refusal and answers nothing.
  static let dressing: RefusalSigns = [
    .inability, .apology, .norm, .condemnation, .harm, .redirect, .sympathy, .errand, .handover, .offer,
    .reason, .refusal,
  ]
}
