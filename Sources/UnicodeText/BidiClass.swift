import CUTF8Proc

/// How a character takes part in bidirectional text (Unicode Standard Annex 9, table 4).
public enum BidiClass: UInt8, Hashable, Sendable {
  /// In the order of `utf8proc_bidi_class_t`, which begins at 1.
  case leftToRight = 1, leftToRightEmbedding, leftToRightOverride
  case rightToLeft, arabicLetter, rightToLeftEmbedding, rightToLeftOverride, popDirectionalFormat
  case europeanNumber, europeanSeparator, europeanTerminator, arabicNumber, commonSeparator
  case nonspacingMark, boundaryNeutral, paragraphSeparator, segmentSeparator, whiteSpace, otherNeutral
  case leftToRightIsolate, rightToLeftIsolate, firstStrongIsolate, popDirectionalIsolate
}

extension Unicode.Scalar {
  /// The bidirectional class; code points that are not assigned count as left to right.
  public var bidiClass: BidiClass {
    let number = utf8proc_get_property(utf8proc_int32_t(bitPattern: value))?.pointee.bidi_class ?? 0
    return UInt8(exactly: number).flatMap(BidiClass.init(rawValue:)) ?? .leftToRight
  }
}
