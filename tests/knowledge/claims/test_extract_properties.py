"""What holds for the claims of any document: exact spans, order, ids, the same every time, linear time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.claims.extract import claims_of
from knowledge.claims.metrics import metrics
from knowledge.claims.quantities import quantities
from knowledge.types import Block, BlockKind, Document, Media, Published
from tests.growth import growth

_SENTENCES = (
    "IWM SPY RSI P/E trades at 62 $277.60 -2.41% 20-day SMA (R1) below above versus 14-16x forward of the",
    "S&P 500 Russell 2000 floating-rate debt score 43/100 if would ; , . : — ( ) and from to in 2026 March 5",
    "| ? 1.2 million contracts weight COVID drawdown",
)
_WORDS = st.sampled_from(["\n", "\t", *(word for line in _SENTENCES for word in line.split(" "))])
_TEXTS = st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=60).map(" ".join))
_KINDS = st.sampled_from(list(BlockKind))


def document(pieces: list[tuple[BlockKind, str]]) -> Document:
    """A document of these blocks."""
    blocks, texts, at = [], [], 0
    for kind, text in pieces:
        blocks.append(Block(kind, at, at + len(text), ("A heading about IWM", "Weights")))
        texts.append(text)
        at += len(text) + 2
    text = "\n\n".join(texts)
    return Document("d" * 16, "d" * 64, "t", "s", Published(), (), None, Media.TEXT, text, tuple(blocks))


@settings(max_examples=150)
@given(st.lists(st.tuples(_KINDS, _TEXTS), max_size=5))
def test_claims_of_any_document_are_exact_ordered_and_unique(pieces: list[tuple[BlockKind, str]]) -> None:
    whole = document(pieces)
    claims = claims_of(whole)
    assert claims == claims_of(whole)
    assert len({claim.id for claim in claims}) == len(claims)
    assert list(claims) == sorted(claims, key=lambda claim: (claim.quantity.span, claim.id))
    for claim in claims:
        span, sentence = claim.quantity.span, claim.sentence
        assert 0 <= sentence.start <= span.start < span.end <= sentence.end <= len(whole.text)
        assert claim.metric in metrics()
        assert claim.entity
        assert claim.as_of is None


@given(_TEXTS)
def test_every_claim_is_on_a_quantity_of_its_block(text: str) -> None:
    whole = document([(BlockKind.HEADING, text)])
    spans = {quantity.span for quantity in quantities(whole.text.replace("\n", " "))}
    assert {claim.quantity.span for claim in claims_of(whole)} <= spans


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.TABLE])
@pytest.mark.parametrize(
    "piece", ["RSI 1 ", "(", "$5 ", "IWM 5% vs ", "20-day (", "a\t5\t", "price at $5, ", "1% of the "]
)
def test_time_grows_with_the_length_only(piece: str, kind: BlockKind) -> None:
    def of(length: int) -> Document:
        return document([(kind, piece * (length // len(piece)))])

    assert growth(claims_of, of(6_000), of(24_000)) < 10
