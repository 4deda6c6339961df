"""Discord's rate limits: 50 requests a second over all, and a bucket per route and major parameter."""

import time
from collections import deque
from dataclasses import dataclass, field

GLOBAL_PER_SECOND = 50


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    limit: int
    seconds: float


SENDING = Rate(5, 5.0)
EDITING = Rate(5, 5.0)
DELETING = Rate(5, 1.0)
WEBHOOK = Rate(5, 2.0)
COMMANDS = Rate(5, 20.0)
USUAL = Rate(20, 1.0)


@dataclass(slots=True)
class _Window:
    left: int
    ends: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limits say to a request: its headers, and how long to wait where it is refused."""

    headers: dict[str, str]
    retry_after: float | None = None
    everywhere: bool = False


@dataclass(slots=True)
class Limits:
    """Counts requests; real time, as clients sleep through it."""

    per_second: int = GLOBAL_PER_SECOND
    scale: float = 1.0
    _windows: dict[str, _Window] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def ask(self, bucket: str, major: str, rate: Rate, *, counts_globally: bool) -> Verdict:
        """Count a request and say whether it may pass."""
        now = time.monotonic()
        if counts_globally and (wait := self._too_many(now)) is not None:
            return Verdict(
                {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait, everywhere=True
            )
        key = f"{bucket}:{major}"
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(rate.limit, now + rate.seconds * self.scale)
        over = window.left <= 0
        window.left = max(window.left - 1, 0)
        wait = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(rate.limit),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": bucket,
        }
        return Verdict(headers | ({"X-RateLimit-Scope": "user"} if over else {}), wait if over else None)

    def _too_many(self, now: float) -> float | None:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.per_second:
            return self._recent[0] + 1 - now
        self._recent.append(now)
        return None
