"""How the process ends. Signals are sent to processes of the tests' own."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 30.0


def process(body: str) -> "subprocess.Popen[str]":
    """A program whose body runs after `until_stopped`, once it said that it waits."""
    script = (
        textwrap.dedent(
            """
            import asyncio, threading, time
            from bot.serving.stopping import until_stopped

            async def main():
                waiting = asyncio.create_task(until_stopped(within=WITHIN))
                await asyncio.sleep(0)
                print("waits", flush=True)
                print("heard", await waiting, flush=True)
            BODY
            asyncio.run(main())
            print("end", flush=True)
            """
        )
        .replace("BODY", textwrap.indent(textwrap.dedent(body), "    "))
        .replace("WITHIN", "0.2" if "last resort" in body else "20")
    )
    started = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "waits\n"
    return started


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_first_signal_lets_it_finish(number: signal.Signals) -> None:
    """The process goes on, finishes and ends with 0."""
    started = process("await asyncio.sleep(0.05)")
    started.send_signal(number)
    said, _ = started.communicate(timeout=LIMIT)
    assert said == f"heard {number.name}\nend\n"
    assert started.returncode == 0


@pytest.mark.parametrize("stuck", ["await asyncio.sleep(60)", "time.sleep(60)"])
def test_the_second_ends_it_at_once_even_with_the_loop_held_up(stuck: str) -> None:
    started = process(stuck)
    started.send_signal(signal.SIGTERM)
    assert started.stdout is not None
    assert started.stdout.readline() == "heard SIGTERM\n"
    started.send_signal(signal.SIGTERM)
    assert started.wait(LIMIT) == 128 + signal.SIGTERM
    started.stdout.close()


def test_a_thread_that_never_ends_does_not_keep_the_process() -> None:
    """Within its time it ends with a code that says so."""
    started = process(
        """
        "the last resort"
        threading.Thread(target=time.sleep, args=(60,)).start()
        """
    )
    started.send_signal(signal.SIGTERM)
    said, _ = started.communicate(timeout=LIMIT)
    assert said == "heard SIGTERM\nend\n"
    assert started.returncode == 75
