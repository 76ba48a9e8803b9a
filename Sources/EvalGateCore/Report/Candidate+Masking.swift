extension Candidate {
  /// What it proposes as it may be shown beside the answers before it: what was told in pieces over several of them is hidden in the
  /// last one as well, which by itself holds too little of it to be known.
  func masked(excerpt limit: Int, _ mask: (String) -> String) -> UntrustedText {
    let said = UntrustedText(proposalText).excerpt(limit).unsafeText
    let own = mask(said)
    let before = earlier.map { Candidate(answer: $0).proposalText }.filter { !$0.isEmpty }.joined(separator: "\n")
    guard !before.isEmpty, !said.isEmpty else { return UntrustedText(own) }
    let whole = mask(before + "\n" + said)
    guard whole != own, !whole.hasSuffix("\n" + own) else { return UntrustedText(own) }
    // Something is hidden that begins before it: from there on.
    let shown = (mask(before) + "\n").unicodeScalars
    let start = zip(whole.unicodeScalars, shown).prefix { $0 == $1 }.count
    return UntrustedText(String(String.UnicodeScalarView(whole.unicodeScalars.dropFirst(start))))
  }
}
