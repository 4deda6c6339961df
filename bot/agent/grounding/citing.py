"""What a text says others said: the source must be a passage of this run, and the passage must say it."""

import re
from collections.abc import Sequence

from bot.agent.grounding.known import Index
from bot.agent.grounding.quantities import Kind, Quantity, quantities
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.words import Token, tokens
from knowledge.types import Passage
from tools.grounds import tag

_TAG = re.compile(r"\[[0-9a-f]{6}:\d+\]")
_QUOTE = re.compile(r"[\"\u201c]([^\"\u201c\u201d]{3,400})[\"\u201d]")
_GENERIC = re.compile(
    r"\b(?:the|that|this|one|its|same|another|a|your|your own|our|past|stored|earlier) (?:[a-z-]+ )?(?:note|report|letter|memo|piece|article|passage|study|authors?|paper|newsletter|diary|survey|commentary|document|text|playbook|source|column|bulletin|writer|review|brief|briefing)s?\b|\breports? (?:say|said|put|show)",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w&.'\u2019-]*|\d{1,3})(?:[ ](?:(?:of|and|the|for|in|on|&|to|before|de)[ ])?(?:[A-Z][\w&.'\u2019-]*|\d{1,3}\b))*"
_SAYS = (
    r"(?:says?|said|reports?|reported|notes?|noted|puts?|put|estimates?|estimated|expects?|expected|writes?|wrote"
    r"|warns?|warned|names?|counts?|counted|argues?|argued|claims?|claimed|quotes?|quoted|cites?|cited|sees?|saw"
    r"|calls?|called|forecasts?|projects?|highlights?|flags?|flagged|found|finds|shows?|showed|describes?|described"
    r"|has it|had it|mentions?|mentioned|records?|recorded|rates?|rated|gives?|gave|lists?|listed|states?|stated|adds)"
)
_ATTRIBUTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Aa]ccording to|[Pp]er|[Cc]iting|[Cc]ited by|[Rr]eported by|[Ww]ritten by|[Ss]ourced from|[Qq]uoted (?:in|by)|[Qq]uoting|[Aa]s reported (?:by|in)|[Cc]ourtesy of|[Ff]rom|[Ii]n|[Bb]y|[Ss]ays|[Ss]aid|[Ss]ource:|[Ss]ources:) (?:the |a |an |our )?[\"\u201c]?(?P<name>{_NAME})[\"\u201d]?",
        rf"\b(?:credited to|taken from|come from|comes from|came from|going by|follows from|follow from|supplied by|provided by|published by|compiled by|courtesy of|attributed to|based on|is from|are from|per|via) (?:the |a |an )?(?P<name>{_NAME})",
        rf"(?P<name>{_NAME})(?:[ ]?\([^()]{{0,60}}\))?(?:[\"\u201d])?,? (?:also |itself |again |of [\w ,]{{4,20}} |from [\w ,]{{4,20}} )?{_SAYS}\b",
        rf"\b(?:[Aa] |[Tt]he |[Aa]n )(?P<name>{_NAME})(?: of [\w ,]{{4,24}})? (?:report|note|survey|study|letter|memo|newsletter|article|analysts?|desk|strategists?|data|estimates?|research|figures|poll|team)\b",
        rf"\b[Tt]hat (?:is|was|comes from) (?P<name>{_NAME}),? \d",
        rf"\((?:[\"\u201c][^\"\u201d]+[\"\u201d],? )?(?P<name>{_NAME}),? (?:\d{{4}}-\d\d-\d\d|\d{{1,2}} [A-Z][a-z]+|[A-Z][a-z]+ \d)[^()]*\)",
        rf"(?P<name>{_NAME})['\u2019]s? (?:report|note|survey|study|letter|memo|newsletter|article|analysts?|desk|strategists?|data|estimates?|research|figures|numbers|view|model)\b",
    )
)
_PUBLISHERS = re.compile(
    r"\b(?:Bloomberg|Reuters|Refinitiv|FactSet|LSEG|Goldman(?: Sachs)?|Morgan Stanley|J\.?P\.? ?Morgan|JPMorgan|Bank of America|BofA|Merrill|Citi(?:group)?|UBS|Barclays|Deutsche Bank|Citadel(?: Securities)?|Ned Davis Research|Strategas|Bridgewater|Wells Fargo|Jefferies|Raymond James|Evercore|BlackRock|iShares|Vanguard|Fidelity|Schwab|State Street|CNBC|MarketWatch|Barron's|Wall Street Journal|WSJ|Financial Times|Seeking Alpha|Motley Fool|Zacks|Morningstar|TradingView|StockCharts|Barchart|Finviz|Investing\.com|Trading Economics|Cboe|CBOE|CME(?: Group)?|Nasdaq Trader|S&P Dow Jones Indices|S&P Global|FTSE Russell|MSCI|Moody's|Fitch|Markit(?: CDX)?|CDX|IHS|Ned Davis|Lowry|Yardeni|AAII|Polygon|Quandl|Alpha Vantage|Danelfin|ChartMill|GuruFocus|TipRanks|Benzinga|Yahoo(?: Finance)?|Stooq|FRED|ICE BofA)\b"
)
_WEAK = ("from", "in", "by", "says", "said", "From", "In", "By", "Says", "Said")
_OURS = frozenset(
    "i we it this that these those the a an there they he she you both each all none one two three four five six"
    " seven eight nine ten what which when where why how if as at on in so no not yes and but or for with without"
    " trend momentum breadth relative strength rotation credit composite card desk stack signal layer layers price"
    " volume resistance support rsi macd adx atr ema sma vix fomc cpi pce fed small large iwm spy qqq russell nasdaq"
    " s&p bollinger fibonacci demark chandelier stochastic classic near mid long strong bullish bearish neutral"
    " january february march april may june july august september october november december monday tuesday"
    " wednesday thursday friday today yesterday session sessions plumbline realised beta drawdown sizing posture"
    " oas hyg ief kre curve yield spread r1 r2 r3 s1 s2 s3 pivot pivots swing volatility gap stop risk reward level"
    " levels event events option options earnings payrolls reconstitution short positioning source data nyse exchange"
    " new york us usd market markets stocks members constituents note tlt its coverage rating letter score scores"
    " zweig wilder parity leadership flight thresholds threshold conditions condition averages average close open high"
    " low last next first second third more less only just even still also then now here since while because after"
    " before overall bottom line summary verdict answer caution macro calendar tlt hyg members di bb roc full half stand"
    .split()
)  # fmt: skip


def cited(read: Read, before: Sequence[Passage], index: Index) -> list[Passage]:
    """The passages a statement leans on: by tag, title, source, quotation, or as "the note"."""
    if not index.passages:
        return []
    body = f"{read.statement.heading} {read.body}" if read.statement.heading else read.body
    low = _plain(body)
    found = [
        one
        for one in index.passages
        if tag(one) in body
        or _plain(one.cited.title) in low
        or _plain(one.cited.source) in low
        or _quoted(body, one)
    ]
    if not found and (_GENERIC.search(body) or read.text[read.statement.start :].startswith((">", "\u201c"))):
        return list(before) or list(index.passages)
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w& ]", " ", text.lower()).split())


def _quoted(body: str, passage: Passage) -> bool:
    low = _plain(passage.text)
    return any(len(match[1]) > 12 and _plain(match[1]) in low for match in _QUOTE.finditer(body))


_FILLER = frozenset(
    "the a an of in on at to for and or is was are were be by with that this it as from than per its has have had".split()
)


def said_by(quantity: Quantity, read: Read, passages: Sequence[Passage]) -> Passage | None:
    """The passage that says this number of the same thing; None if none does.

    Of the numbers of its kind in the passages, the one said must stand in words at least as alike.
    """
    named = [one for one in passages if _plain(one.cited.title) in _plain(read.body) or tag(one) in read.body]
    clause = _nearest_named(quantity, read, named) if len(named) > 1 else passages
    around = _context(read.words, read.at(quantity.start), read.at(quantity.end - 1))
    best: tuple[float, Passage] | None = None
    rival = 0.0
    own: set[str] = set()
    theirs: set[str] = set()
    for one in clause:
        numbers = quantities(one.text, 0, len(one.text), [])
        if _apart(quantity, numbers, read):
            return one
        words = tokens(one.text)
        for other in numbers:
            first = next((i for i, word in enumerate(words) if word.end > other.start), 0)
            last = next((i for i, word in enumerate(words) if word.end >= other.end), len(words) - 1)
            likeness = _likeness(around, _context(words, first, last))
            stems = {word for word, step in _context(words, first, last) if step <= 5}
            if _equal(quantity, other):
                if likeness > 0 and not _opposed(around, stems) and (best is None or likeness > best[0]):
                    best = (likeness, one)
                    own = stems
            elif other.kind is quantity.kind:
                rival = max(rival, likeness)
                theirs |= stems
    if best is None:
        return None
    said = {word for word, _ in around}
    # a word that only this number stands with settles it; else the likelier surroundings
    return best[1] if (own - theirs) & said or best[0] >= 0.6 * rival else None


_OPPOSITES = (
    ("small", "large"),
    ("buy", "sell"),
    ("bull", "bear"),
    ("long", "short"),
    ("up", "down"),
    ("highe", "lower"),
    ("more", "less"),
    ("inflo", "outfl"),
    ("best", "worst"),
    ("gain", "loss"),
)


def _opposed(around: list[tuple[str, int]], stems: set[str]) -> bool:
    """Whether the words right before the number say the opposite of those in the passage."""
    near = {word for word, step in around if step <= 5}
    for a, b in _OPPOSITES:
        for x, y in ((a, b), (b, a)):
            if x in near and y not in near and y in stems and x not in stems:
                return True
    return False


def _nearest_named(quantity: Quantity, read: Read, named: Sequence[Passage]) -> Sequence[Passage]:
    """Of several reports named in a statement, the one that a number stands with: in brackets after it, else before it."""
    low = read.body.lower()
    places = sorted(
        (low.find(one.cited.title.lower()), one) for one in named if one.cited.title.lower() in low
    )  # type: ignore[type-var]
    at = quantity.start - read.statement.start
    after = [
        one
        for place, one in places
        if place > at
        and "(" in low[at:place]
        and ";" not in low[at:place]
        and "," not in low[at : max(at, place - 2)]
    ]
    before = [one for place, one in places if place <= at]
    return [after[0]] if after else [before[-1]] if before else named


def _context(words: Sequence[Token], first: int, last: int) -> list[tuple[str, int]]:
    """The words around a number, shortened to their stem, with how far away they stand."""
    found = []
    for step, at in enumerate(range(first - 1, max(-1, first - 11), -1), start=1):
        if words[at].norm in (".", ";"):
            break
        if words[at].kind == "word" and words[at].norm not in _FILLER:
            found.append((words[at].norm[:5], step))
    for step, at in enumerate(range(last + 1, min(len(words), last + 9)), start=1):
        if words[at].norm in (".", ";"):
            break
        if words[at].kind == "word" and words[at].norm not in _FILLER:
            found.append((words[at].norm[:5], step))
    return found


def _likeness(a: list[tuple[str, int]], b: list[tuple[str, int]]) -> float:
    """How alike two surroundings are: shared words, the near ones counting more."""
    theirs: dict[str, int] = {}
    for word, step in b:
        theirs[word] = min(step, theirs.get(word, 99))
    seen: set[str] = set()
    total = 0.0
    for word, step in a:
        if word in theirs and word not in seen:
            seen.add(word)
            total += 1.0 / (1 + abs(step - theirs[word]) + 0.25 * min(step, theirs[word]))
    return total


def attributed(quantity: Quantity, read: Read, passages: Sequence[Passage]) -> bool:
    """Whether the statement puts a number into a report's mouth: then a fact of ours does not bear it."""
    start = read.statement.start
    for one in passages:
        low = read.body.lower()
        title = next(
            (name for name in (one.cited.title.lower(), one.cited.source.lower()) if name in low), ""
        )
        at = low.find(title)
        if not title or at < 0:
            continue
        rest = read.body[at + len(title) : quantity.start - start]
        if (
            quantity.start - start > at
            and re.match(rf"[\"\u201d]?(?: \([^)]*\))?,? (?:\w+ly )?{_SAYS}\b", rest)
            and not re.search(r"[;]|\b(?:card|desk|while|whereas|own|our|ours|which|itself|IWM)\b", rest)
        ):
            return True
    return False


def _apart(quantity: Quantity, numbers: list[Quantity], read: Read) -> bool:
    """Whether the quantity is the difference of two numbers of a passage, and the statement says so."""
    words = {word.norm for word in read.words}
    if not words & {"more", "less", "difference", "between", "gap", "fewer", "apart"}:
        return False
    kinds = {Kind.POINTS: Kind.PERCENT}
    wanted = [one for one in numbers if one.kind in (quantity.kind, kinds.get(quantity.kind))]
    sign = -1 if words & {"fewer", "less"} else 1
    stated = [one.value for one in read.numbers if one is not quantity]
    return any(
        abs(sign * (a.value - b.value) - abs(quantity.value)) <= quantity.step / 2 and (not stated or a.value in stated or words & {"between", "gap", "apart", "difference"})
        for a in wanted for b in wanted if a is not b
    )  # fmt: skip


def _equal(a: Quantity, b: Quantity) -> bool:
    if a.kind is not b.kind and not {a.kind, b.kind} <= {
        Kind.PLAIN,
        Kind.MEMBERS,
        Kind.TIMES,
        Kind.USD,
        Kind.OTHER,
    }:
        return False
    if {a.kind, b.kind} == {Kind.USD, Kind.TIMES}:
        return False
    if a.sign and b.sign and a.sign != b.sign:
        return False
    return abs(abs(a.value) - abs(b.value)) <= max(a.step, b.step) / 2 * (a.about or b.about) + 1e-9 * max(
        abs(a.value), 1
    )


def sources(read: Read, index: Index) -> list[Claim]:
    """Who the statement says said something; one who is no source of this run fails."""
    claims = []
    body = read.body
    start = read.statement.start
    done: list[tuple[int, int]] = []
    for pattern in _ATTRIBUTED:
        for match in pattern.finditer(body):
            a, b = match.span("name")
            name = re.sub(r"['\u2019]s?(?:\s.*)?$", "", match["name"].rstrip(".,"))
            if name.split()[0] in ("According", "Per", "Source", "Sources", "Citing", "From", "In", "By"):
                continue
            if _of_title(start + a, start + b, read, index):
                continue
            led = match.group().split()[0]
            if any(x < b and a < y for x, y in done) or not _someone(name, index):
                continue
            if led in _WEAK and pattern is _ATTRIBUTED[0] and not _SOURCE_LIKE.search(body):
                continue
            done.append((a, b))
            passage = next((one for one in index.passages if _same_source(name, one)), None)
            own = passage is None and any(_plain(name) in _plain(text) for text in _house(index))
            holds = passage is not None or own
            because = (
                f"a source of this run: {passage.cited.title}" if passage else "named by the data of this run" if own
                else "no source of this name is among the passages of this run"
            )  # fmt: skip
            claims.append(
                Claim(
                    start + a,
                    start + b,
                    name,
                    ClaimKind.SOURCE,
                    holds,
                    because,
                    (),
                    (passage.id,) if passage else (),
                )
            )
    for match in _PUBLISHERS.finditer(body):
        a, b = match.span()
        if any(x < b and a < y for x, y in done) or _of_title(start + a, start + b, read, index):
            continue
        low = _plain(match.group())
        passage = next(
            (
                one
                for one in index.passages
                if low in _plain(f"{one.text} {one.cited.title} {one.cited.source}")
            ),
            None,
        )
        own = passage is None and any(low in _plain(text) for text in _house(index))
        done.append((a, b))
        claims.append(
            Claim(start + a, start + b, match.group(), ClaimKind.SOURCE, passage is not None or own,
                  "named in a passage" if passage else "named by the data of this run" if own else "no source of this name is in this run",
                  (), (passage.id,) if passage else ())
        )  # fmt: skip
    for match in _QUOTE.finditer(body):
        a, b = match.span(1)
        words = match[1].split()
        if any(x < b and a < y for x, y in done) or len(words) < 2:
            continue
        if any(match[1].strip() in text for text in index.texts) or match[1] in index.quotes:
            continue
        titled = sum(word[:1].isupper() for word in words) * 3 >= len(words) or len(words) >= 6
        if not titled:
            continue
        low = _plain(match[1])
        passage = next(
            (
                one
                for one in index.passages
                if low in _plain(one.text) or low == _plain(one.cited.title) or _same_source(match[1], one)
            ),
            None,
        )
        own = passage is None and any(low in _plain(text) for text in _house(index))
        done.append((a, b))
        claims.append(
            Claim(start + a, start + b, match[1], ClaimKind.SOURCE, passage is not None or own,
                  "quoted from a passage of this run" if passage else "words of the card" if own else "no passage of this run has these words or this title",
                  (), (passage.id,) if passage else ())
        )  # fmt: skip
    for match in _TAG.finditer(body):
        passage = next((one for one in index.passages if tag(one) == match.group()), None)
        claims.append(
            Claim(start + match.start(), start + match.end(), match.group(), ClaimKind.SOURCE, passage is not None,
                  f"points at {passage.cited.title}" if passage else "points at no passage of this run", (), (passage.id,) if passage else ())
        )  # fmt: skip
    return claims


def _of_title(a: int, b: int, read: Read, index: Index) -> bool:
    """Whether a stretch lies in a title or source of a passage that the statement names."""
    low = read.text.lower()
    for one in index.passages:
        for name in (one.cited.title.lower(), one.cited.source.lower()):
            at = low.find(name, max(0, a - len(name)))
            if 0 <= at <= a and b <= at + len(name):
                return True
    return False


_SOURCE_LIKE = re.compile(
    r"\b(?:say|says|said|put|puts|report|reports|reported|note|notes|noted|quote|quoted|source|data|survey|according|wrote|writes|published|letter|memo|analysts?|desk|estimate)\b",
    re.IGNORECASE,
)


def _someone(name: str, index: Index) -> bool:
    """Whether a capitalised name could be somebody who says things: not a symbol, a metric, a month."""
    words = [word for word in re.split(r"[ ]+", name) if word]
    plain = [re.sub(r"['\u2019]s$", "", word).lower().strip(".,'\u2019-") for word in words]
    strange = [
        word for word, low in zip(words, plain, strict=True)
        if low not in _OURS and not word.isdigit() and low.upper() not in index.symbols and low not in _FILLER
        and not low.endswith("-session") and not re.fullmatch(r"[\d.,]+", low)
    ]  # fmt: skip
    return bool(strange)


def _same_source(name: str, passage: Passage) -> bool:
    low = _plain(name)
    if not low:
        return False
    for other in (passage.cited.title, passage.cited.source):
        theirs = _plain(other)
        if low == theirs or (len(low) > 5 and low in theirs) or theirs in low:
            return True
    return False


def _house(index: Index) -> Sequence[str]:
    return index.texts
