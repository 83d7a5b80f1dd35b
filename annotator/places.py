"""Where things lie on this machine: shipped resources, and the user's folders.

`SPANDESK_HOME`, when set, holds all of the user's folders.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import platformdirs

from annotator.model.problem import Problem

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "main.py").is_file() and (PACKAGE.parent / "exports").is_dir() else None
ROOT = CHECKOUT or PACKAGE  # what holds `exports` and `resources`: never importlib.resources, which may be stale

_BESIDE_DATABASES = ("-journal", "-wal", "-shm")
UNCHANGED = "Nothing was changed."
TAKEN = "there is a file of that name already"
FULL = "the disk is full"


def resource(*parts: str) -> Path:
    """Return the path of a shipped resource."""
    return ROOT.joinpath("resources", *parts)


def resource_names(folder: str) -> list[str]:
    """Return the names of the shipped TOML files in `folder`, sorted."""
    return sorted(path.stem for path in resource(folder).glob("*.toml"))


def config_folder() -> Path:
    """Return the folder of the user's settings; it may not exist yet."""
    return _folder("config", platformdirs.user_config_path)


def state_folder() -> Path:
    """Return the folder of what the program remembers for itself; it may not exist yet."""
    return _folder("state", platformdirs.user_state_path)


def cache_folder() -> Path:
    """Return the folder of what can be computed again; it may not exist yet."""
    return _folder("cache", platformdirs.user_cache_path)


def data_folder() -> Path:
    """Return the folder of the sample project; it may not exist yet."""
    return _folder("data", platformdirs.user_data_path)


def _folder(name: str, of_user: Callable[..., Path]) -> Path:
    home = os.environ.get("SPANDESK_HOME")
    if home:
        return Path(home, name)
    return of_user("spandesk", appauthor=False)


def version() -> str:
    """Return the version of the program."""
    from importlib.metadata import version  # asked for by the help alone

    return version("spandesk")


NETWORK = frozenset("nfs nfs4 cifs smb3 smbfs afs 9p ceph glusterfs davfs webdav sshfs rclone s3fs".split())
_MOUNTS = Path("/proc/self/mountinfo")


def network_share(path: Path) -> str:
    """Return the kind of the network share that `path` lies on, "" where it lies on none or nobody says.

    https://www.kernel.org/doc/html/latest/filesystems/proc.html describes the list of mounts.
    """
    if os.name == "nt":
        return "smb" if str(path.absolute()).startswith("\\\\") else ""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        there = os.path.realpath(path)
    except OSError:
        return ""
    longest, found = -1, ""
    for line in mounts:
        before, _, after = line.partition(" - ")
        place = before.split(" ")[4].replace("\\040", " ") if before.count(" ") >= 4 else ""
        if place and len(place) >= longest and (place == "/" or there == place or there.startswith(place + "/")):
            longest, found = len(place), after.split(" ")[0]
    kind = found.removeprefix("fuse.")
    return kind if kind in NETWORK else ""


@contextlib.contextmanager
def replacing(target: Path, new: bool = False, kept: Callable[[], Sequence[Path]] = lambda: ()) -> Generator[Path]:
    """Yield a path of the target's name in a fresh folder beside it; on success move all written there into place.

    A target that is to be `new` takes the place of no other file, also of none that appears in the last moment. It may
    be written as a file or as a folder. Of a folder that it replaces, what `kept` names, relative to it, is kept; it is
    asked when all is written, since that may take long.

    Every file is synced before the first is moved, and each is renamed over the old one whole, the target last.
    Until the first is moved, trouble changes nothing; where a later one cannot be moved, those before it stay, and
    the Problem names them. Nothing else is left. Raises Problem when the target cannot be written, NotSynced when it
    has its place, but the disk does not say that it keeps it.
    """
    from annotator import beside  # opening a project does without it

    target = target.absolute()
    spare(target)
    aside: Path | None = None
    moved: list[str] = []
    try:
        with beside.folder(target) as fresh:
            aside = fresh / beside.ASIDE
            yield fresh / beside.NEW / target.name
            made = sorted((fresh / beside.NEW).iterdir(), key=lambda path: path.name == target.name)  # itself last
            for path in made:
                _sync(path)
            stay = kept()
            for path in made:
                _move(path, target.parent / path.name, new, stay)
                moved.append(path.name)
            for folder in {target.parent, *((target / one).parent for one in stay)}:
                _sync(folder, within=False)
    except OSError as error:
        if aside is not None and os.path.lexists(aside):
            now = f"What stood there lies in {aside}: move it back, or make room for it and do the same again."
            raise Problem(f"{target} was not written", _why(error), now) from None
        raise unwritable(target, error, moved) from None


def spare(target: Path) -> None:
    """Refuse a link, which may lead anywhere, and a name at which SQLite keeps what belongs to a database.

    Raises Problem.
    """
    if target.is_symlink():
        now = "Name what it leads to, or another file; nothing was changed."
        raise Problem(f"{target} was not written", f"it is a link to {target.readlink()}", now)
    for end in _BESIDE_DATABASES:
        owner = target.with_name(target.name.removesuffix(end))
        if owner != target and os.path.lexists(owner):
            why = f"what has this name belongs to {owner}"
            raise Problem(f"{target} was not written", why, "Name another file; nothing was changed.")


def _move(path: Path, old: Path, new: bool, kept: Sequence[Path]) -> None:
    if new:
        take_name(path, old)
        return
    with contextlib.suppress(FileNotFoundError):
        path.chmod(stat.S_IMODE(old.stat().st_mode))  # who could not read the old file cannot read the new one
    if path.is_dir() and old.is_dir():
        _put(path, old, kept)
    else:
        path.replace(old)


def take_name(fresh: Path, target: Path) -> None:
    """Give the file at `fresh` the name `target`; raises FileExistsError where something came to be there meanwhile.

    It may have its old name, too, until that is taken away.
    """
    try:
        os.link(fresh, target)  # unlike rename, a link never replaces what is there
    except FileExistsError:
        raise
    except OSError:  # there are no links on FAT, nor on many shares: take the name first, then rename over it
        target.touch(exist_ok=False)
        try:
            fresh.replace(target)
        except OSError:
            target.unlink()
            raise


def _put(made: Path, old: Path, kept: Sequence[Path]) -> None:
    """Put a folder in the place of an old one, in one step where the system knows one; what is kept is in both then."""
    from annotator import beside

    taken = next((one for one in kept if os.path.lexists(made / one)), None)
    if taken is not None:
        raise OSError(errno.ENOTEMPTY, f"{old / taken} is no export's, and stands where one would be written")
    for one in kept:
        (made / one).parent.mkdir(parents=True, exist_ok=True)
        _keep(old / one, made / one)
        for folder in one.parents:  # the last is `made` itself
            _sync(made / folder, within=False)
    if _exchanged(made, old):
        for one in kept:  # what was saved in it meanwhile is in the one that was there before
            _exchanged(made / one, old / one)
        return
    old.rename(made.parents[1] / beside.ASIDE)  # where this is broken off, `beside` puts it back
    made.rename(old)


def _keep(old: Path, place: Path) -> None:
    """Let what lies at `old` lie at `place`, too, and be there on the disk; an OSError names what cannot."""
    import shutil

    within: list[Path] = []
    try:
        if old.is_dir() and not old.is_symlink():
            within = sorted(old.iterdir())
            place.mkdir()
        else:
            _link(old, place)
    except OSError as error:
        raise OSError(error.errno, f"{old} cannot be kept: {_why(error)}") from None
    for one in within:
        _keep(one, place / one.name)
    if place.is_dir() and not place.is_symlink():
        shutil.copystat(old, place)
        _sync(place, within=False)


def _link(old: str | Path, place: str | Path) -> None:
    try:
        os.link(old, place, follow_symlinks=os.link not in os.supports_follow_symlinks)
    except OSError:  # there are no links on FAT, nor to what is somebody else's
        sort = stat.S_IFMT(Path(old).lstat().st_mode)
        if sort not in (stat.S_IFREG, stat.S_IFLNK):
            raise
        import shutil

        shutil.copy2(old, place, follow_symlinks=False)
        if sort == stat.S_IFREG:
            _sync(Path(place), within=False)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step; return False, nothing changed, where the system knows none.

    https://man7.org/linux/man-pages/man2/rename.2.html describes it.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):  # an older C library
        return False
    return rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


class NotSynced(Problem):
    """What was written has its place, but nobody knows whether a power cut would take it away again."""


def unwritable(target: Path, error: OSError, moved: Sequence[str] = ()) -> Problem:
    """Return the Problem of a target that could not be written; `moved` are the files that have their place already."""
    if target.name in moved:
        what = f"{target} is there, but perhaps not on the disk yet"
        return NotSynced(what, _why(error), "Look after the disk before you rely on it.")
    now = f"Replaced were {', '.join(moved)}." if moved else UNCHANGED
    return Problem(f"{target} was not written", _why(error), now)


def _why(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return TAKEN
    return FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)


def _sync(path: Path, within: bool = True) -> None:
    """Bring a file, or a folder with all in it, to the disk."""
    if within and path.is_dir():
        for one in path.rglob("*"):
            _sync(one, within=False)
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle to sync for a folder
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
