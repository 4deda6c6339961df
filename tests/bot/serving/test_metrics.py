"""Counts of the process."""

import asyncio
import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from bot.serving.metrics import Metrics
from bot.serving.work import Work


def samples(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }


def test_what_is_told_is_what_is_exposed() -> None:
    metrics = Metrics()
    metrics.interaction("analyze", "answered")
    metrics.interaction("analyze", "answered")
    metrics.interaction("analyze", "bug")
    metrics.acknowledged(0.08)
    metrics.completed("analyze", 1.4)
    metrics.answered("grounded", 1200)
    metrics.posted("given up")
    metrics.reconnected()
    metrics.guilds(3)
    found = samples(metrics)
    assert found["plumb_interactions_total", (("kind", "analyze"), ("outcome", "answered"))] == 2
    assert found["plumb_interactions_total", (("kind", "analyze"), ("outcome", "bug"))] == 1
    assert found["plumb_acknowledgement_seconds_bucket", (("le", "0.1"),)] == 1
    assert found["plumb_acknowledgement_seconds_bucket", (("le", "0.05"),)] == 0
    assert found["plumb_completion_seconds_sum", (("kind", "analyze"),)] == pytest.approx(1.4)
    assert found["plumb_answers_total", (("outcome", "grounded"),)] == 1
    assert found["plumb_model_tokens_total", ()] == 1200
    assert found["plumb_posts_total", (("outcome", "given up"),)] == 1
    assert found["plumb_gateway_reconnects_total", ()] == 1
    assert found["plumb_guilds", ()] == 3


def test_two_processes_in_one_share_nothing() -> None:
    """Each has a registry of its own."""
    first, second = Metrics(), Metrics()
    first.guilds(5)
    assert samples(second)["plumb_guilds", ()] == 0


def test_the_seam_off_the_loop_counts_here() -> None:
    async def run() -> Metrics:
        metrics = Metrics()
        work = Work(metrics=metrics)
        await asyncio.gather(*(work.shared("IWM", lambda: 1) for _ in range(4)))
        await work.shared("IWM", lambda: 1)
        await work.drain(10)
        return metrics

    found = samples(asyncio.run(run()))
    came = {
        dict(labels)["came"]: value
        for (name, labels), value in found.items()
        if name == "plumb_computations_total"
    }
    assert came == {"made": 1, "shared": 3, "kept": 1}
    assert found["plumb_queue_length", (("lane", "desk"),)] == 0


def test_a_loop_held_up_is_seen() -> None:
    """A fifth of a second of blocking is counted as at least a tenth."""

    async def run() -> Metrics:
        metrics = Metrics()
        watching = asyncio.create_task(metrics.watch_loop(0.001))
        await asyncio.sleep(0.01)
        time.sleep(0.2)  # noqa: ASYNC251 - what must not happen is done here on purpose
        await asyncio.sleep(0.01)
        watching.cancel()
        return metrics

    found = samples(asyncio.run(run()))
    above = (
        found["plumb_loop_lag_seconds_count", ()] - found["plumb_loop_lag_seconds_bucket", (("le", "0.1"),)]
    )
    assert above >= 1


@given(st.lists(st.one_of(st.text(), st.text(string.ascii_lowercase, min_size=1, max_size=9)), max_size=150))
def test_labels_are_few_plain_words_whatever_comes(kinds: list[str]) -> None:
    """No id, no text, and no flood of series."""
    metrics = Metrics()
    for kind in kinds:
        metrics.interaction(kind, "answered")
    labels = {
        dict(labels)["kind"] for (name, labels) in samples(metrics) if name == "plumb_interactions_total"
    }
    assert len(labels) <= 65
    assert all(re.fullmatch(r"[a-z][a-z_ ]{0,23}", label) for label in labels)
