"""Time that passes only where somebody sleeps."""

from dataclasses import dataclass, field


@dataclass
class FakeTime:
    """A clock and the sleep that moves it; `slept` is the record."""

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
