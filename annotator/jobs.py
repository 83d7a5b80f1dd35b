"""The window's long work in child processes: the shell's own subcommands, expressions that may never end, and spaCy."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import zlib
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from annotator.model.article import Article
from annotator.model.finding import MOST, Hits, Sought
from annotator.model.problem import Damaged, Problem
from annotator.model.tokens import Tokens
from annotator.model.tongue import tr
from annotator.places import PACKAGE

NOT_DONE = "the work in the background could not be done"
CALM = 10  # of 19: how much a calm one stands back
PATIENCE = 3.0  # seconds between asking a job to stop and ending it


def command(*words: str) -> list[str]:
    """Return the command line that runs `spandesk WORDS` with this interpreter."""
    return [sys.executable, "-m", "annotator", *words]


def start(*words: str, calm: bool = False) -> subprocess.Popen[str]:
    """Start `spandesk WORDS --json --progress`; progress comes as JSON lines on its standard error.

    One that is `calm` leaves the processor to whatever else wants it.
    """
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        command(*words, "--json", "--progress"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=_environment(),
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if calm else 0,
    )
    if calm and hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, process.pid, CALM)
    return process


def finish(job: subprocess.Popen[str], seconds: float | None = None) -> Any:
    """Wait for `job` and return the object it printed; raises Problem with its sentence when it could not."""
    try:
        out, said = job.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        job.kill()
        job.communicate()
        raise Problem("the work in the background was stopped", f"it took over {seconds:g} seconds") from None
    if job.returncode not in (0, 3):
        plain = [line for line in said.splitlines() if not line.startswith("{")]
        is_damaged = any("damaged" in (_facts(line) or {}) for line in said.splitlines())
        raise (Damaged if is_damaged else Problem)(NOT_DONE, plain[-1] if plain else f"exit {job.returncode}")
    return json.loads(out)


class Job:
    """A subcommand at work in a child process. `told` and `ended` are called on threads of its own.

    `told(facts)` is called with each line of progress, and once at the end `ended(answer, sentence)`: with the object
    it printed, or with None and what it said instead.
    """

    def __init__(
        self,
        words: tuple[str, ...],
        told: Callable[[dict[str, Any]], None],
        ended: Callable[[Any, str], None],
        calm: bool = False,
    ) -> None:
        self.cancelled = False
        self._told, self._ended = told, ended
        self._process = start(*words, calm=calm)
        threading.Thread(target=self._listen, name="job", daemon=True).start()

    def cancel(self) -> None:
        """Ask it to stop, which leaves whole slices behind; what does not stop is ended."""
        self.cancelled = True
        self._process.terminate()
        ending = threading.Timer(PATIENCE, self._process.kill)
        ending.daemon = True
        ending.start()

    def wait(self, seconds: float) -> None:
        """Wait until it has stopped, not longer than `seconds`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)

    def _listen(self) -> None:
        # Both pipes are read at once: one that is full would hold the job up for ever.
        out: list[str] = []
        reading = threading.Thread(target=lambda: out.append(_read(cast(IO[str], self._process.stdout))), daemon=True)
        reading.start()
        said = self._heard(cast(IO[str], self._process.stderr))
        reading.join()
        code = self._process.wait()
        answer: Any = None
        if code in (0, 3):
            with contextlib.suppress(ValueError):  # it printed more than its answer, or less
                answer = json.loads("".join(out))
        if answer is None:
            said = said or f"it ended with {code} and gave no answer"
        self._ended(answer, "" if answer is not None else said)

    def _heard(self, lines: IO[str]) -> str:
        """Tell each line of progress, and return the last of the others."""
        said = ""
        with lines:
            for line in lines:
                facts = _facts(line)
                if facts is None:
                    said = line.strip() or said
                else:
                    self._told(facts)
        return said


def _read(pipe: IO[str]) -> str:
    with pipe:
        return pipe.read()


def _facts(line: str) -> dict[str, Any] | None:
    """Return what a line of progress tells, or None where it is none."""
    try:
        found: Any = json.loads(line) if line.startswith("{") else None
    except ValueError:
        return None
    return cast(dict[str, Any], found) if isinstance(found, dict) else None


class Matching:
    """One expression sought in one text, in a child that is stopped when it takes too long or is not wanted any more.

    `told` is called on a thread of its own with the hits, or with the Problem that tells why there are none.
    """

    SECONDS = 2.0

    def __init__(self, text: str, sought: Sought, told: Callable[[Hits | Problem], None]) -> None:
        self._text, self._sought, self._told = text, sought, told
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._work, name="expression", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Stop it; nothing more is told."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _work(self) -> None:
        try:
            answer: Hits | Problem = self._hits()
        except Problem as problem:
            answer = problem
        except OSError as error:
            answer = Problem(tr("no expression can be sought"), error.strerror or str(error))
        if not self._stopped:
            self._told(answer)

    def _hits(self) -> Hits:
        sought = self._sought
        asked = json.dumps({"words": sought.words, "whole": sought.whole, "case": sought.case, "most": MOST})
        text = f"{asked}\n{self._text}".encode("utf-8", "surrogatepass")
        with self._lock:
            if self._stopped:
                return Hits()
            self._child = child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
                [sys.executable, "-I", "-S", str(Path(PACKAGE) / "model" / "expression.py")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            out, _ = child.communicate(text, self.SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise Problem(
                tr("this expression was stopped after {seconds:g} seconds", seconds=self.SECONDS),
                tr("it tries too many ways to match"), tr("Write it more narrowly."),
            ) from None  # fmt: skip
        return _read_hits(out)


def _read_hits(out: bytes) -> Hits:
    answer: Any = json.loads(out) if out else {"wrong": tr("it was stopped")}
    if "wrong" in answer:
        raise Problem(tr("this is no regular expression"), answer["wrong"])
    return Hits(answer["hits"][::2], answer["hits"][1::2], answer["more"])


class Tokenising:
    """spaCy's tokeniser of one language in a child that is kept warm: started by the first text, anew if it dies.

    `told(article, tokens)` is called on a thread of its own with the tokens of an article, or with the Problem that
    tells why there are none. Of texts that wait, the newest is done first and the others are forgotten.
    """

    LONGEST = 5_000_000  # code points of a text
    SECONDS = 30.0  # that a text may take, with the start of the child
    RENEWED = 10_000_000  # code points after which a child has met so many words that a new one takes its place
    PART = 50_000  # code points in a line: nobody else in this process runs while a line is made

    def __init__(self, language: str, told: Callable[[Article, Tokens | Problem], None]) -> None:
        self.language = language
        self._told = told
        self._child: subprocess.Popen[str] | None = None
        self._had = 0  # code points that this child was given
        self._wrong: Problem | None = None  # why no text of this language can be done
        self._wanted: Article | None = None
        self._stopped = self._late = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, article: Article) -> None:
        """Want the tokens of an article, and no longer those of what waits."""
        with self._changed:
            self._wanted = article
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="tokens", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """End the child at once; nothing more is told."""
        with self._changed:
            self._stopped = True
            if self._child is not None:
                self._child.kill()
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._stopped)
                article, self._wanted = self._wanted, None
            if article is None or self._stopped:
                break
            try:
                answer: Tokens | Problem = self._tokens(article.text)
            except Problem as problem:
                answer = problem
            except (OSError, ValueError, zlib.error) as error:
                answer = _without_tokens(str(error) or type(error).__name__)
            if not self._stopped:
                self._told(article, answer)
        self._end()

    def _tokens(self, text: str) -> Tokens:
        if self._wrong is not None:
            raise self._wrong
        if len(text) > self.LONGEST:
            raise _without_tokens(tr("the article is longer than {most} characters", most=f"{self.LONGEST:,}"))
        if self._had > self.RENEWED:
            self._end()
        for _ in range(2):  # a child that died is started anew once
            answer = self._answered(text)
            if answer is not None:
                return self._read(answer)
            self._end()
            if self._late:
                raise _without_tokens(tr("it took longer than {seconds:g} seconds", seconds=self.SECONDS))
            if self._stopped:
                break
        raise _without_tokens(tr("spaCy\u2019s process ended twice"))

    def _answered(self, text: str) -> dict[str, Any] | None:
        """Return what the child answers, None where it ended instead."""
        child = self._started()
        self._had += len(text)
        self._late = False
        waiting = threading.Timer(self.SECONDS, self._too_late, (child,))
        waiting.daemon = True
        waiting.start()
        try:
            asking = cast(IO[str], child.stdin)
            with contextlib.suppress(OSError):  # it ended; perhaps it said why
                for at in range(0, len(text) or 1, self.PART):
                    more = at + self.PART < len(text)
                    asking.write(json.dumps({"text": text[at : at + self.PART], "more": more}) + "\n")
                asking.flush()
            line = cast(IO[str], child.stdout).readline()
        finally:
            waiting.cancel()
        return None if not line.endswith("\n") else _facts(line)

    def _too_late(self, child: subprocess.Popen[str]) -> None:
        self._late = True
        child.kill()

    def _read(self, answer: dict[str, Any]) -> Tokens:
        if "wrong" in answer:
            self._wrong = Problem(tr("there is no verdict"), str(answer["wrong"]))
            raise self._wrong
        if "why" in answer:
            raise _without_tokens(str(answer["why"]))
        return Tokens.unpacked(b64decode(answer["tokens"]))

    def _started(self) -> subprocess.Popen[str]:
        with self._changed:
            if self._child is None:
                self._had = 0
                self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                    [sys.executable, "-m", "annotator.language", self.language],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    text=True, encoding="utf-8", env=_environment(),
                )  # fmt: skip
            if self._stopped:
                self._child.kill()
            return self._child

    def _end(self) -> None:
        """End the child, if there is one, and wait until it is gone."""
        with self._changed:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):  # what was not sent yet
                    cast(IO[str], pipe).close()
            child.wait()


def _without_tokens(why: str) -> Problem:
    return Problem(tr("there is no verdict on this article"), why)


def _environment() -> dict[str, str]:
    # The child must find this package where this process found it, whatever its working folder is.
    root = str(Path(PACKAGE).parent)
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, others))), "PYTHONIOENCODING": "utf-8"}
