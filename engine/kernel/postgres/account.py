"""The account a server runs as: our own, or an existing unprivileged one when we are root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from engine.kernel.postgres.errors import FolderNotOurs, NoAccount

CANDIDATES = ("guiju", "postgres", "nobody")
"""Tried in this order: an account made for us, one made for PostgreSQL, and the one every system has."""


@dataclass(frozen=True)
class Account:
    """Whom a server runs as; `is_ours` where that is who we are already, so that nothing has to be handed over."""

    name: str
    uid: int
    gid: int
    is_ours: bool

    def can_reach(self, path: Path) -> bool:
        """Tell whether the account may enter every folder above a path, and the path itself if it is a folder."""
        return all(self._may_enter(folder) for folder in (path, *path.parents) if folder.is_dir())

    def own(self, folder: Path) -> None:
        """Make a folder of the account that nobody else may enter.

        An empty folder that we made ourselves is handed over; anything else that stands there already must be a
        private folder of the account, or FolderNotOurs is raised.
        """
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not self._is_empty_and_mine(folder):
                self._require_private(folder)
                return
        folder.chmod(0o700)
        if not self.is_ours:
            os.chown(folder, self.uid, self.gid)

    def _is_empty_and_mine(self, folder: Path) -> bool:
        # lstat: a symbolic link laid by somebody else in a shared temporary folder must not count.
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not any(folder.iterdir())

    def _require_private(self, folder: Path) -> None:
        found = folder.lstat()
        is_private = stat.S_ISDIR(found.st_mode) and found.st_uid == self.uid and not found.st_mode & 0o077
        if not is_private:
            raise FolderNotOurs(folder=folder, account=self.name)

    def _may_enter(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def choose_account(folder: Path) -> Account:
    """Return whom the server of a folder runs as.

    As root that is the folder's owner, if it has one already, so that a cluster keeps its account when another
    candidate is installed later; else the first candidate that exists. Raises NoAccount if there is none.
    """
    uid = os.geteuid()
    if uid != 0:
        return _account(uid, is_ours=True)
    if folder.is_dir() and folder.stat().st_uid != 0:
        return _account(folder.stat().st_uid, is_ours=False)
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    for name in CANDIDATES:
        if known.get(name):
            return _account(known[name], is_ours=False)
    raise NoAccount(names=", ".join(CANDIDATES))


def _account(uid: int, *, is_ours: bool) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        # A container may run under a number that has no name; the number is enough for the kernel.
        return Account(name=str(uid), uid=uid, gid=os.getegid() if is_ours else uid, is_ours=is_ours)
    return Account(name=entry.pw_name, uid=uid, gid=entry.pw_gid, is_ours=is_ours)
