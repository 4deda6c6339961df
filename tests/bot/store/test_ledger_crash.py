"""What the ledger acknowledged is there after a kill, once, and the chain holds; whoever else writes."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import open_store
from tests.bot.store.processes import together
from tests.tools.ledger.made import MONDAY, seal, settlement
from tools.ledger.entries import HORIZONS
from tools.ledger.port import Wanted

ROOT = Path(__file__).parents[3]
KILLS = 50
ALL = Wanted()

# the imports are over when a child begins, so each life is spent on writing
_LIVES = """
import itertools, os, random, signal, sys, time
from bot.store import open_store
import alembic.op, psycopg
from tests.tools.ledger.made import debrief, seal, settlement

def live(url, life, began):
    with open_store(url) as store:
        for number in itertools.count():
            day = life * 1000 + number
            rows = store.ledger.seal([seal(day, symbol=symbol) for symbol in ("IWM", "QQQ", "SPY")])
            os.write(1, f"seals {day}\\n".encode())
            os.write(began, b".")
            store.ledger.settle([settlement(row, horizon) for row in rows for horizon in (1, 5)])
            os.write(1, f"settlements {day}\\n".encode())
            store.ledger.write_debrief(debrief(rows[0]))
            os.write(1, f"debriefs {day}\\n".encode())

chance = random.Random(7)
for life in range(int(sys.argv[2])):
    read, began = os.pipe()
    child = os.fork()
    if not child:
        live(sys.argv[1], life, began)
    if life % 5:
        os.read(read, 1)
    time.sleep(chance.uniform(0, 0.15))
    os.kill(child, signal.SIGKILL)
    os.close(read)
    os.close(began)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
"""


def test_after_every_kill_all_that_was_acknowledged_is_there_once_and_the_chain_holds(
    url: str, record_property: Callable[[str, object], None]
) -> None:
    """One life in five may end while the database is being opened, the others end while they write."""
    done = subprocess.run(
        [sys.executable, "-c", _LIVES, url, str(KILLS)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=110,
    )  # fmt: skip
    acknowledged = Counter(tuple(line.split()) for line in done.stdout.splitlines())
    assert set(acknowledged.values()) == {1}
    with open_store(url) as store:
        found = {
            "seals": Counter((row.entry.session - MONDAY).days for row in store.ledger.seals(ALL)),
            "settlements": Counter(
                (row.entry.session - MONDAY).days for row in store.ledger.settlements(ALL)
            ),
            "debriefs": Counter((row.entry.session - MONDAY).days - 1 for row in store.ledger.debriefs(ALL)),
        }
        links = store.ledger.verify()
        assert [link.broken for link in links] == [()] * 3
        for chain, each in (("seals", 3), ("settlements", 6), ("debriefs", 1)):
            assert set(found[chain].values()) == {each}, "a batch is whole or not there"
            assert set(found[chain]) >= {int(day) for name, day in acknowledged if name == chain}
        beyond = sum(len(days) for days in found.values()) - len(acknowledged)
        assert 0 <= beyond <= KILLS
        (row,) = store.ledger.seal([seal(-1)])
        assert row.number == links[0].rows + 1
        assert len(acknowledged) >= KILLS * 4 // 5
    record_property("kills", KILLS)
    record_property("acknowledged", len(acknowledged))
    record_property("written and not acknowledged", beyond)
    record_property("rows", [link.rows for link in links])


_SETTLES = """
import random
from tests.tools.ledger.made import settlement
from tools.ledger.entries import HORIZONS
from tools.ledger.port import Wanted
with open_store(sys.argv[1]) as store:
    written, chance = 0, random.Random(sys.argv[2])
    while left := store.ledger.unsettled(HORIZONS, Wanted()):
        some = chance.sample(left, min(len(left), 25))
        written += store.ledger.settle([settlement(row, lacks[0]) for row, lacks in some])
    print(written, file=sys.stderr)
"""


def test_two_processes_that_settle_at_once_settle_each_horizon_once(
    url: str, record_property: Callable[[str, object], None]
) -> None:
    with open_store(url) as store:
        sealed = store.ledger.seal([seal(day) for day in range(80)])
        done = together(_SETTLES, [url, "1"], [url, "2"])
        assert [code for code, _ in done] == [0, 0], done
        shares = [int(said) for _, said in done]
        assert sum(shares) == len(sealed) * len(HORIZONS)
        settled = Counter((row.entry.seal, row.entry.horizon) for row in store.ledger.settlements(ALL))
        assert settled == Counter({(row.hash, horizon): 1 for row in sealed for horizon in HORIZONS})
        assert [link.broken for link in store.ledger.verify()] == [()] * 3
    record_property("settled by each", shares)


_SEALS = """
from tests.tools.ledger.made import debrief, seal
with open_store(sys.argv[1]) as store:
    for day in range(20):
        rows = store.ledger.seal([seal(day, symbol=symbol, code=sys.argv[2]) for symbol in ("IWM", "SPY")])
        store.ledger.write_debrief(debrief(rows[0], body=sys.argv[2]))
"""


def test_three_processes_that_seal_the_same_sessions_seal_each_once(url: str) -> None:
    assert together(_SEALS, [url, "1"], [url, "2"], [url, "3"]) == [(0, "")] * 3
    with open_store(url) as store:
        assert [(link.rows, link.broken) for link in store.ledger.verify()] == [(40, ()), (0, ()), (20, ())]


def test_a_batch_that_fails_in_the_middle_leaves_nothing_and_no_gap(url: str) -> None:
    with open_store(url) as store:
        (row,) = store.ledger.seal([seal()])
        with pytest.raises(Exception, match=r"out of range|too large|OverflowError"):
            store.ledger.settle([settlement(row, 1), settlement(row, 2**70)])
        assert store.ledger.settle([settlement(row, 5)]) == 1
        assert [(link.rows, link.broken) for link in store.ledger.verify()] == [(1, ()), (1, ()), (0, ())]
