"""Broken checkers: one part of the check replaced by a version that is wrong in a known way."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

import pytest

import bot.agent.grounding as package
from bot.agent.grounding import checking

Part = Callable[..., Any]


def modules() -> list[ModuleType]:
    """The modules of the check."""
    found = pkgutil.iter_modules(package.__path__)
    return [package, *(importlib.import_module(f"{package.__name__}.{one.name}") for one in found)]


def broken(monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[[Part], Part]) -> None:
    """Replace a part by its broken version wherever the check uses it.

    Args:
        monkeypatch: Undoes it after the test.
        name: The part's own name; where several functions have it, the one that the check itself calls.
        wrong: Makes the broken version from the right one.
    """
    named = {
        value
        for module in modules()
        for value in vars(module).values()
        if isinstance(value, FunctionType)
        and value.__name__ == name
        and value.__module__.startswith(package.__name__)
    }
    if len(named) > 1:
        named &= {one for one in vars(checking).values() if isinstance(one, FunctionType)}
    assert len(named) == 1, f"{name} is {len(named)} functions of the check"
    right = named.pop()
    mutant = wrong(right)
    for module in modules():
        for bound, value in list(vars(module).items()):
            if value is right:
                monkeypatch.setattr(module, bound, mutant)


def says(answer: object) -> Callable[[Part], Part]:
    """A part that gives the same whatever it is asked."""

    def make(_: Part) -> Part:
        return lambda *_args, **_named: answer

    return make


def always(_: Part) -> Part:
    """A part that says yes to everything."""
    return lambda *_args, **_named: True


def never(_: Part) -> Part:
    """A part that says no to everything."""
    return lambda *_args, **_named: False


def finds_nothing(_: Part) -> Part:
    """A part that makes no claims."""
    return lambda *_args, **_named: []


def without_units(right: Part) -> Part:
    """A value fits whatever it is counted in."""
    return lambda quantity, *rest, **named: any(
        right(replace(quantity, kind=kind), *rest, **named) for kind in type(quantity.kind)
    )


def without_signs(right: Part) -> Part:
    """A value fits whatever its sign."""
    return lambda *args, **named: right(*args, **(named | {"signs": False}))


def without_rounding(right: Part) -> Part:
    """Sizes agree where they are within a tenth."""
    return lambda quantity, size: right(quantity, size) or abs(size - abs(quantity.value)) <= 0.1 * size


def nothing_held(right: Part) -> Part:
    """No number stands at a name: each may be any fact that the statement names."""
    return lambda *args, **named: replace(right(*args, **named), held=None)
