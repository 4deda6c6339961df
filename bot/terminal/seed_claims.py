"""What other systems claim, tested: the verdicts, the numbers behind each, the member lists, and chance."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layout import GAP, PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, NO_READING, STRONG, figure, plain, said, value
from tools.evidence.results import ClaimStudy, ClaimTrial, ListVerdict, Survivorship
from tools.phrases import written
from tools.results import ClaimsReport
from tools.types import Fact, Missing, Reading, Unit

_STYLES = {"supported": "green", "not supported": "red", "too few cases": "yellow"}

_LEGEND = (
    "Horizon in sessions, * where the verdict rests on it. Apart: cases that do not overlap. Case and base: "
    "the shares or means compared. Mean: of the case's returns. Interval: 95 %, stationary block bootstrap."
)

_HEADS = (
    Head("Horizon", "right"),
    Head("Of"),
    Head("Sessions", "right"),
    Head("Apart", "right"),
    Head("Case", "right"),
    Head("Mean", "right"),
    Head("Base", "right"),
    Head("Difference", "right"),
    Head("Interval", "right"),
)

_LIST_HEADS = (
    Head("Claim, on the sessions of both"),
    Head("List"),
    Head("Verdict"),
    Head("Apart", "right"),
    Head("Difference", "right"),
    Head("Interval", "right"),
)


def seed_claims_card(report: ClaimsReport) -> Group:
    """The table first, then the details, the lists and how much was tried."""
    tested = [one for one in report.claims if one.trials]
    rest = [one for one in report.claims if not one.trials]
    return Group(
        header_of(report.header, report.price),
        said(report.said, STRONG),
        section("Claims of other systems", _table(tested), plain(_MARKS, ABSENT)),
        section("Not known", *(_unknown(one) for one in rest)),
        section("Tests", plain(_LEGEND, ABSENT), *(_detail(one) for one in tested)),
        section("Survivorship", *_survivorship(report.survivorship)),
        section("Everything that was tried", said(report.tried.said)),
        footer_of(report.header),
    )


_MARKS = "● stands with every comparison counted, ○ does not; without a mark no difference is shown."


def _table(claims: Sequence[ClaimStudy]) -> Rows:
    """One row per claim: its verdict and the comparison that decides it."""
    rows = []
    for one in claims:
        first = next(trial for trial in one.trials if trial.decides)
        rows.append(Row((plain(one.title), _verdict(one)), _short(first)))
    return Rows([Head("Claim"), Head("Verdict")], rows, "Deciding comparison", least=PHRASE)


def _verdict(claim: ClaimStudy) -> Text:
    word = written(claim.verdict) if isinstance(claim.verdict, Fact) else "not known"
    return plain(word, _STYLES.get(word, ABSENT))


def _short(trial: ClaimTrial) -> Text:
    """The rates, their cases, and the difference with its interval; of too few cases the counts alone."""
    if isinstance(trial.difference, Missing):
        counts = (value(trial.episodes), " independent against ", value(trial.base_episodes))
        return Text.assemble(*counts, overflow="fold")
    against = Text.assemble(
        figure(trial.rate),
        " of ",
        value(trial.sessions),
        " against ",
        figure(trial.base_rate),
        overflow="fold",
    )
    return Text.assemble(
        against, ": ", value(trial.difference, STRONG), (" [", ABSENT), _interval(trial), ("]", ABSENT),
        _stands(trial), overflow="fold",
    )  # fmt: skip


def _stands(trial: ClaimTrial) -> str:
    """Whether a difference stands when everything that was tried is counted; nothing where none is shown."""
    if isinstance(trial.low, Missing) or isinstance(trial.high, Missing):
        return ""
    none = 1.0 if isinstance(trial.difference, Fact) and trial.difference.unit is Unit.TIMES else 0.0
    if trial.low.number <= none <= trial.high.number:
        return ""
    return " ●" if isinstance(trial.survives, Fact) and trial.survives.value else " ○"


def _interval(trial: ClaimTrial) -> Text:
    return _between(trial.low, trial.high)


def _between(low: Reading, high: Reading) -> Text:
    if isinstance(low, Missing) or isinstance(high, Missing):
        return plain(NO_READING, ABSENT)
    # the unit stands at the difference already
    ends = [written(end).removesuffix(" points").removesuffix(" bp") for end in (low, high)]
    return plain(" to ".join(ends))


def _survivorship(found: Survivorship) -> Iterator[RenderableType]:
    """The sentence, the figures, and the claims about breadth under either list."""
    yield said(found.said)
    yield Rows(
        [Head(""), Head("", "right")],
        [Row((plain(one.label, ABSENT), value(one))) for one in found.numbers],
    )
    if found.verdicts:
        yield Rows(_LIST_HEADS, [_listed(one) for one in found.verdicts])


def _listed(one: ListVerdict) -> Row:
    return Row(
        (
            plain(one.title),
            value(one.listed),
            value(one.verdict),
            figure(one.episodes),
            figure(one.difference),
            _between(one.low, one.high),
        )
    )


def _unknown(claim: ClaimStudy) -> Text:
    reason = claim.verdict.reason if isinstance(claim.verdict, Missing) else ""
    return Text.assemble(plain(claim.title), "  ", plain(reason, ABSENT), overflow="fold")


def _detail(claim: ClaimStudy) -> Group:
    return Group(*_parts(claim))


def _parts(claim: ClaimStudy) -> Iterator[RenderableType]:
    yield Text.assemble("\n", plain(claim.title, STRONG), "  ", _verdict(claim))
    for text in (said(claim.claim), Text.assemble(("test  ", ABSENT), said(claim.test), overflow="fold")):
        yield Padding(text, (0, 0, 0, GAP))
    for case, base in dict.fromkeys((trial.case, trial.base) for trial in claim.trials):
        of_these = [trial for trial in claim.trials if (trial.case, trial.base) == (case, base)]
        yield Padding(plain(f"{case} against {base}", ABSENT), (0, 0, 0, GAP))
        yield Padding(Rows(_HEADS, [_row(trial) for trial in of_these]), (0, 0, 0, GAP))
    for sentence in (claim.said, *claim.caveats):
        yield Padding(said(sentence, "" if sentence is claim.said else ABSENT), (0, 0, 0, GAP))


def _row(trial: ClaimTrial) -> Row:
    horizon = written(trial.horizon).split()[0]
    mark = "*" if trial.decides else " "
    return Row(
        (
            plain(f"{horizon}{mark}", STRONG if trial.decides else ""),
            plain(trial.whose),
            figure(trial.sessions),
            figure(trial.episodes),
            figure(trial.rate),
            figure(trial.mean),
            figure(trial.base_rate),
            figure(trial.difference),
            _interval(trial),
        )
    )
