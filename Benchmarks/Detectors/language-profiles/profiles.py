#!/usr/bin/env python3
"""Makes the trigram profiles of the language detector from the texts beside this file.

Every text was written for this project: the same five paragraphs of everyday things, once in each language. A profile is the
300 most frequent runs of three letters, most frequent first, where a blank stands for either end of a word.

    profiles.py            writes the table into the sources
    profiles.py --check    fails where the table in the sources is another one
"""
import collections
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent.parent.parent / "Sources/EvalGatePolicy/Detectors/Language/LanguageProfiles.swift"
SIZE = 300
PER_LINE = 26


def trigrams(text):
    words = "".join(c if c.isalpha() else " " for c in text.lower()).split()
    counts = collections.Counter()
    for word in words:
        padded = f" {word} "
        counts.update(padded[i : i + 3] for i in range(len(padded) - 2))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [trigram for trigram, _ in ranked[:SIZE]]


def table():
    lines = [
        "/// The most frequent trigrams of each language, most frequent first, three letters each; `_` stands for the end of a word.",
        "///",
        "/// Made by `Benchmarks/Detectors/language-profiles/profiles.py` from texts of our own; do not edit it by hand.",
        "enum LanguageProfiles {",
        "  /// Language as RFC 5646 writes it, and its trigrams.",
        "  static let all: [(language: String, trigrams: String)] = [",
    ]
    for path in sorted((HERE / "texts").glob("*.txt")):
        profile = [t.replace(" ", "_") for t in trigrams(path.read_text(encoding="utf-8"))]
        rows = ["".join(profile[i : i + PER_LINE]) for i in range(0, len(profile), PER_LINE)]
        lines += ["    (", f'      "{path.stem}",', '      """']
        lines += [f"      {row}\\" for row in rows[:-1]] + [f"      {rows[-1]}"]
        lines += ['      """', "    ),"]
    return "\n".join(lines + ["  ]", "}", ""])


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if TABLE.read_text(encoding="utf-8") != table():
            sys.exit("LanguageProfiles.swift is not what its texts make; run Benchmarks/Detectors/language-profiles/profiles.py")
    else:
        TABLE.write_text(table(), encoding="utf-8")
