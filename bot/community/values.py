"""The values of a community. Ids are Discord's snowflakes; moments carry a time zone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.cards.request import Request


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What the administrators of one server decided; the defaults are safe for a server that set nothing.

    Attributes:
        guild: The server.
        channels: Where the bot answers; empty: wherever it can speak.
        alerts: Where watches report; None: where each was made.
        managers: Roles that may change settings and schedules beside those with "Manage Server".
        uploaders: Roles that may add and remove documents beside the managers; empty: managers only.
        private: Whether answers to commands are shown to the asker alone unless they choose otherwise.
        zone: IANA time zone for times of schedules and texts.
        locale: Discord's code of the language of the server's texts, such as "en-US".
        symbols: Default symbols, the first of them where a command names none; 1 to 10.
        talk: Whether the bot answers when it is mentioned.
        daily_tokens: Tokens of the model the server may use in a day; None: the operator's limit.
        model: "" for the operator's model, or "offline": the built-in analyst, which costs nothing.
    """

    guild: int
    channels: tuple[int, ...] = ()
    alerts: int | None = None
    managers: tuple[int, ...] = ()
    uploaders: tuple[int, ...] = ()
    private: bool = False
    zone: str = "America/New_York"
    locale: str = "en-US"
    symbols: tuple[str, ...] = ("IWM",)
    talk: bool = True
    daily_tokens: int | None = None
    model: Literal["", "offline"] = ""


Anchor = Literal["open", "close", "clock"]


@dataclass(frozen=True, slots=True)
class At:
    """When, on each session of the exchange.

    Attributes:
        anchor: The session's open or close, early closes included, or the clock.
        minutes: Minutes after the anchor, negative before it; for the clock minutes after midnight.
        zone: The zone of the clock; not used by the other anchors.
    """

    anchor: Anchor
    minutes: int
    zone: str = "America/New_York"


ScheduleKind = Literal["brief", "debrief"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A post on every session: the morning brief (cards of the last session) or the closing debrief.

    Attributes:
        id: Its number; 0 before it is kept.
        guild, channel: Where it is posted.
        kind: What is posted.
        symbols: Of what.
        at: When.
        made_by: Who made it.
        made_at: When it was made; nothing due before it is posted.
        paused: Why it is not posted at present, in words; "" while it is.
    """

    id: int
    guild: int
    channel: int
    kind: ScheduleKind
    symbols: tuple[str, ...]
    at: At
    made_by: int
    made_at: datetime
    paused: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody wants to be told when a state changes.

    Attributes:
        id: Its number; 0 before it is kept.
        guild: The server; None in a private conversation with the bot.
        channel: Where it reports.
        person: Who asked, and who is told.
        symbol: Of what.
        what: "composite", a layer's name, "rotation" or "breadth verdict".
        confirm: Sessions in a row a new state must hold before it is told, 1 to 5.
        cooldown: Sessions after a report in which no further one is made, 0 to 21.
        expires: The last day it is looked at.
        state: The state last confirmed; "" before the first reading.
        pending: Another state, held for `held` sessions but not yet confirmed; "" for none.
        held: For how many sessions.
        read: The session last read; None before the first.
        told: The session last reported; None before the first.
    """

    id: int
    guild: int | None
    channel: int
    person: int
    symbol: str
    what: str
    confirm: int
    cooldown: int
    expires: date
    state: str = ""
    pending: str = ""
    held: int = 0
    read: date | None = None
    told: date | None = None


PostState = Literal["claimed", "sending", "posted", "refused", "given up"]


@dataclass(frozen=True, slots=True)
class Post:
    """A message that must exist exactly once, whatever dies on the way.

    Attributes:
        key: What it is, the same in every process: "schedule:7:2026-11-20", "watch:12:2026-11-20".
        nonce: Made from the key, at most 25 characters; Discord refuses a second message with it for minutes,
            and the message carries it where it can be found again later.
        guild, channel: Where.
        requests: The cards in it, one message each would be several posts.
        mentions: People whom it may ping, because they asked for it.
        text: Said above the cards.
        late: The moment after which it is not worth posting any more.
    """

    key: str
    nonce: str
    guild: int | None
    channel: int
    requests: tuple[Request, ...]
    mentions: tuple[int, ...]
    text: str
    late: datetime


FeedbackKind = Literal["wrong", "unclear", "idea", "praise"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of the bot.

    Attributes:
        tenant: Name of the tenant it was said in.
        person: Who.
        kind: What it is about.
        text: At most 1,000 characters, as typed.
        about: Id of the answer it is about; "" for none.
        at: When.
    """

    tenant: str
    person: int
    kind: FeedbackKind
    text: str
    about: str
    at: datetime
