"""Asking again where that may help, and only as long as there is time.

LangChain's own retry knows neither the deadline nor `Retry-After`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.exceptions import (
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)
from langgraph.errors import GraphBubbleUp

from bot.agent.run import RunContext, Stopped

_TRIES = 3
_FIRST_WAIT = 0.5
_PASSING = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
_SAY_WHY = frozenset(("openai", "anthropic", "ollama"))
_WHY = ("finish_reason", "stop_reason", "done_reason", "status")
_REPLY = 3.0
"""Seconds that must be left after a wait for asking again to be worth it."""


class Retrying(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Asks a model again after a failure that may pass.

    Args:
        tries: Requests at most, the first included.
        first_wait: Seconds before the second; each further wait is twice as long, or what `Retry-After` says.
    """

    def __init__(self, tries: int = _TRIES, first_wait: float = _FIRST_WAIT) -> None:
        super().__init__()
        self._tries = tries
        self._first_wait = first_wait

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Ask until it answers, fails for good, or the time is up."""
        run = request.runtime.context.run
        wait = self._first_wait
        for left in range(self._tries - 1, -1, -1):
            try:
                return ended(await handler(request))
            except (GraphBubbleUp, Stopped):
                raise
            except Exception as error:
                pause = max(wait, retry_after(error) or 0.0)
                hopeless = not passing(error) or run.seconds_left < pause + _REPLY
                if left == 0 or hopeless or run.model_calls_left <= 0:
                    raise
            await asyncio.sleep(pause)
            wait *= 2
        raise AssertionError("the last try returns or raises")  # pragma: no cover


def ended(response: ModelResponse[Any]) -> ModelResponse[Any]:
    """The reply, if its provider says why it ended.

    Raises:
        ConnectionError: It does not: the stream was lost on the way, and what came looks whole.
    """
    for message in response.result:
        about = message.response_metadata
        if about.get("model_provider") in _SAY_WHY and not any(about.get(key) for key in _WHY):
            raise ConnectionError("the reply broke off")
    return response


def passing(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, ModelError) and error.is_retryable:
        return True
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        # an error in the middle of a stream comes with the status of its beginning
        return status in _PASSING or status < 400
    return (
        unreadable(error) or _lost(error) or (_named(error, "APIError") and not isinstance(error, ModelError))
    )


def unreadable(error: BaseException) -> bool:
    """Whether what came was no reply: not JSON, not text, or nothing."""
    return isinstance(error, json.JSONDecodeError | UnicodeDecodeError) or (
        # LangChain's word for a stream without one piece in it
        type(error) is ValueError and str(error).startswith("No generation")
    )


def _lost(error: BaseException) -> bool:
    return isinstance(error, ConnectionError | TimeoutError) or _named(error, "TransportError")


def _named(error: BaseException, name: str) -> bool:
    """By name: each client brings its own HTTP library, and they share no class."""
    return any(kind.__name__ == name for kind in type(error).__mro__)


def retry_after(error: Exception) -> float | None:
    """The seconds a server asks to wait; None where it does not say, or says it as a date."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    try:
        said = float(headers["retry-after"]) if headers is not None else None
    except (KeyError, TypeError, ValueError):
        return None
    return said if said is not None and said >= 0 else None


def trouble(error: BaseException) -> str | None:
    """What is wrong with the model, for the reader: never a vendor's words, which may quote a key.

    Returns:
        A sentence; None for what is no trouble of a model's, but a bug.
    """
    status = getattr(error, "status_code", None)
    kinds: tuple[tuple[bool, str], ...] = (
        (isinstance(error, ModelRateLimitError) or status == 429, "The language model is overloaded."),
        (
            isinstance(error, ModelAuthenticationError | ModelPermissionDeniedError) or status in (401, 403),
            "The language model refused the operator's key.",
        ),
        (isinstance(error, ModelNotFoundError) or status == 404, "There is no such language model."),
        (
            isinstance(error, ModelTimeoutError | TimeoutError) or _named(error, "TimeoutException"),
            "The language model did not answer in time.",
        ),
        (
            isinstance(error, ModelConnectionError) or _lost(error),
            "The language model could not be reached.",
        ),
        (unreadable(error), "The language model answered with something unreadable."),
        (
            isinstance(error, ModelError) or isinstance(status, int) or _named(error, "APIError"),
            "The language model failed.",
        ),
    )
    return next((said for holds, said in kinds if holds), None)
