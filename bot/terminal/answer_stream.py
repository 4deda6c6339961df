"""An answer while it is made: what is being done on standard error, sentences as they are released."""

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.status import Status

from bot.printable import printable
from bot.terminal.answer_text import AnswerText, clean
from bot.terminal.words import ABSENT, STRONG, plain


class Telling:
    """Shows the pieces of one answer. All its methods belong to one thread.

    On a terminal the paragraph that is being written is drawn anew at each piece and stays when it is
    complete; elsewhere pieces are written as they come.
    """

    def __init__(self, out: Console, err: Console) -> None:
        """Begin with nothing shown.

        Args:
            out: For the text.
            err: For what is being done.
        """
        self._out, self._err = out, err
        self._drawn = _draws(out)
        self._block = ""
        self._space = ""
        self._begun = False
        self._live: Live | None = None
        self._status: Status | None = None
        self.told = ""

    def working(self, what: str) -> None:
        """Say what is being done."""
        if self._live is not None:
            self._draw(what)
        elif not _draws(self._err):
            self._err.print(plain(f"{what} \N{HORIZONTAL ELLIPSIS}", ABSENT))
        elif self._status is None:
            self._status = self._err.status(plain(what, ABSENT))
            self._status.start()
        else:
            self._status.update(plain(what, ABSENT))

    def sentences(self, text: str) -> None:
        """Show a further piece."""
        self._quiet()
        self.told += text
        if not text:
            return
        self._begun = True
        if not self._drawn:
            # a piece may end in the space before the next one
            whole = self._space + text
            kept = whole.rstrip()
            self._space = whole[len(kept) :]
            self._write(clean(kept))
            return
        complete, gap, self._block = f"{self._block}{text}".rpartition("\n\n")
        if gap:
            self._keep(complete)
        if self._block.strip():
            self._draw(None)

    def finish(self) -> None:
        """Let what was shown stand, complete or not."""
        self._quiet()
        if self._drawn:
            self._keep(self._block)
        elif self._begun:
            self._write("\n\n")
        self._begun = False
        self._block = self._space = ""

    def complete(self, text: str) -> None:
        """Show the whole text: its rest, or all of it if it does not go on from the pieces."""
        if text.startswith(self.told):
            self.sentences(text[len(self.told) :])
            self.finish()
            return
        self.finish()
        if text.split() != self.told.split():
            self._out.print(plain("Corrected:", STRONG))
            self.told = ""
            self.complete(text)

    def _write(self, text: str) -> None:
        """Write as it is, without the console's breaking of lines."""
        try:
            self._out.file.write(text)
            self._out.file.flush()
        except BrokenPipeError:
            self._out.on_broken_pipe()

    def _keep(self, text: str) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
        if text.strip():
            self._out.print(AnswerText(text))
            self._out.print()

    def _draw(self, what: str | None) -> None:
        shown: RenderableType = AnswerText(self._block)
        if what is not None:
            shown = Group(shown, plain(printable(what), ABSENT))
        if self._live is None:
            self._live = Live(shown, console=self._out, transient=True, auto_refresh=False)
            self._live.start(refresh=True)
        else:
            self._live.update(shown, refresh=True)

    def _quiet(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None


def _draws(console: Console) -> bool:
    """Whether lines can be drawn over: colours alone may be forced on a file."""
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()
