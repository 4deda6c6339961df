"""Texts of every kind that a corpus may hold, made from a few words of our own."""

from itertools import product

_SUBJECTS = ("The small-cap index", "Breadth", "A regional bank", "The ten-year yield", "Crude oil", "Nobody")
_VERBS = ("rose", "fell by half", "did not move", "broke its 200-day average", "closed at 213.45")
_TAILS = ("", " on heavy volume.", ", while members above the 50-day average fell from 61.5 % to 43.2 %!")

_ODD = (
    "",
    " ",
    "\n\t\r\n",
    "a",
    "?",
    "...",
    "0",
    "-1,234.56",
    "(3.5)%",
    "$IWM $SPY #smallcaps @nobody",
    "IWM iwm Iwm iWM",
    "https://example.org/reports?id=42&page=7#top",
    "[CLS] [SEP] [MASK] [PAD] [UNK]",
    "an unknown ☂ sign",
    "🙂🙃🚀 up 3 % 🚀",
    "👩‍👩‍👧‍👦 and 🇩🇪",
    "naïve façade Über Straße ŁÓDŹ",
    "e\u0301 is e with an accent, é is one letter",
    "Ελλάδα, Россия, ישראל, العربية, हिन्दी, ไทย",
    "東京市場は小幅高で引けた。",
    "서울 증시 상승",
    "zero\u200bwidth\u200djoined\ufeffmarks and soft\u00adhyphens",
    "a\x00b\x07c\x1b[31mred",
    "\u202eright to left\u202c",
    "x" * 99 + " " + "y" * 100 + " " + "z" * 101,
    "word" * 400,
    "- one\n- two\n  - three\n1. four",
    "# Heading\n\n**bold** _it_ `code` [link](target) | a | b |",
    "def f(x):\n    return x ** 2  # squared",
    "mixed数字123和words",
    "½ ¼ ² ³ ① Ⅷ ℃ № ™ € £ ¥",
    "don't can't it's o'clock rock'n'roll",
    "3/31/2020 2020-03-31 31.3.2020 Q1'20 FY2020E",
    "1e-5 6.02e23 0xFF 1_000_000 1'000'000",
)


def _table(rows: int, columns: int) -> str:
    head = "\t".join(["period", *(f"column {c}" for c in range(columns))])
    body = (
        "\t".join([f"2020-{r % 12 + 1:02d}", *(f"{(r * 7 + c) * 1.37:,.2f}" for c in range(columns))])
        for r in range(rows)
    )
    return "\n".join([head, *body])


def varied() -> list[str]:
    """Some 220 texts: odd, short, tables, and around and far beyond the window of 254 tokens."""
    sentences = ["".join((f"{who} {did}", end)) for who, did, end in product(_SUBJECTS, _VERBS, _TAILS)]
    tables = [_table(rows, columns) for rows in (1, 2, 5, 12, 40) for columns in (1, 3, 8)]
    lengths = [*range(2, 40, 4), *range(244, 264), 300, 511, 512, 513, 1_000, 5_000]
    repeated = [" ".join(["market"] * length) for length in lengths]
    paragraphs = [" ".join(sentences[start : start + 2 + start % 30]) for start in range(0, 90, 2)]
    return [*_ODD, *sentences, *tables, *repeated, *paragraphs]
