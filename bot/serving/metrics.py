"""Counts of the process for Prometheus. No label names a person, a server or what anybody wrote."""

import asyncio
import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.serving.work import Came, Lane

_WORD = re.compile(r"[a-z][a-z_ ]{0,23}")
_MOST_WORDS = 64
"""Values of one label; a series is kept for each for as long as the process lives."""

_OTHER = "other"
_ACKNOWLEDGED = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0)
"""Up to the three seconds that Discord waits."""

_COMPLETED = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0)
_LAG = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)


class Metrics:
    """What a process did, in a registry of its own."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self._words: dict[str, set[str]] = {}
        self._interactions = Counter(
            "plumb_interactions", "Interactions by kind and outcome.", ("kind", "outcome"), registry=registry
        )
        self._acknowledged = Histogram(
            "plumb_acknowledgement_seconds",
            "From an interaction's arrival to its acknowledgement.",
            buckets=_ACKNOWLEDGED,
            registry=registry,
        )
        self._completed = Histogram(
            "plumb_completion_seconds",
            "From an interaction's arrival to its answer.",
            ("kind",),
            buckets=_COMPLETED,
            registry=registry,
        )
        self._lag = Histogram(
            "plumb_loop_lag_seconds", "How late the event loop turns.", buckets=_LAG, registry=registry
        )
        self._computations = Counter(
            "plumb_computations",
            "Values asked for, by lane and by how they came: made, shared or kept.",
            ("lane", "came"),
            registry=registry,
        )
        self._queue = Gauge(
            "plumb_queue_length", "Computations that wait for a thread.", ("lane",), registry=registry
        )
        self._answers = Counter(
            "plumb_answers", "Answers in conversations by outcome.", ("outcome",), registry=registry
        )
        self._tokens = Counter("plumb_model_tokens", "Tokens of the language model.", registry=registry)
        self._posts = Counter("plumb_posts", "Posts by outcome.", ("outcome",), registry=registry)
        self._reconnects = Counter(
            "plumb_gateway_reconnects", "Connections to the gateway after the first.", registry=registry
        )
        self._guilds = Gauge("plumb_guilds", "Servers the bot is in.", registry=registry)
        ProcessCollector(registry=registry)

    def interaction(self, kind: str, outcome: str) -> None:
        """One was dealt with: `outcome` is "answered" or a reaction of `bot.serving.error_words`."""
        self._interactions.labels(self._word("kind", kind), self._word("outcome", outcome)).inc()

    def acknowledged(self, seconds: float) -> None:
        """An interaction was deferred or answered for the first time."""
        self._acknowledged.observe(seconds)

    def completed(self, kind: str, seconds: float) -> None:
        """An interaction's answer was sent."""
        self._completed.labels(self._word("kind", kind)).observe(seconds)

    def computation(self, lane: Lane, came: Came) -> None:
        """A value was asked for (`bot.serving.work.Meter`)."""
        self._computations.labels(lane, came).inc()

    def waiting(self, lane: Lane, count: int) -> None:
        """So many wait for a thread (`bot.serving.work.Meter`)."""
        self._queue.labels(lane).set(count)

    def answered(self, outcome: str, tokens: int) -> None:
        """A conversation's answer: `bot.agent.types.Answer.outcome`, and the model's tokens for it."""
        self._answers.labels(self._word("answer", outcome)).inc()
        self._tokens.inc(max(tokens, 0))

    def posted(self, outcome: str) -> None:
        """A post came to an end: `bot.community.values.PostState`."""
        self._posts.labels(self._word("post", outcome)).inc()

    def reconnected(self) -> None:
        """The gateway was connected to again."""
        self._reconnects.inc()

    def guilds(self, count: int) -> None:
        """The bot is in so many servers."""
        self._guilds.set(count)

    async def watch_loop(self, every: float = 0.05) -> None:
        """Measure how late the loop turns, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + every
            await asyncio.sleep(every)
            self._lag.observe(max(loop.time() - due, 0.0))

    def exposition(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def _word(self, label: str, value: str) -> str:
        """A label's value if it is one of few plain words; what came from outside must make no series."""
        seen = self._words.setdefault(label, set())
        if value not in seen:
            if not _WORD.fullmatch(value) or len(seen) >= _MOST_WORDS:
                return _OTHER
            seen.add(value)
        return value
