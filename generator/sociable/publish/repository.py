"""One branch of a Git repository, fetched, changed and pushed by the git command in a folder of its own.

Nothing is pushed by halves: one commit holds a whole run.  A token travels in
the environment of git, never on its command line and never in its output.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from sociable.errors import Fault, InputError
from sociable.publish.pace import Pace, Passing
from sociable.publish.secrets import Login, variables

PATIENCE = 600  # seconds for one git command
MESSAGES = (
    (r"authentication failed|could not read (?:user|pass)|error: 401|invalid (?:user|credentials)", "login"),
    (r"error: 403|permission (?:to .* )?denied|not allowed|protected branch|hook declined|unauthorized", "rights"),
    (r"not found|error: 404|does not exist|does not appear to be a git|unsupported protocol|not supported|"
     r"no such (?:file|repo)|transport .* not allowed", "address"),
    (r"could ?n.t resolve|failed to connect|couldn't connect|connection|timed? ?out|early eof|rpc failed|error: 5\d\d|"
     r"error: 429|hung up|empty reply", "passing"),
)  # fmt: skip


class Moved(Exception):
    """Somebody pushed to the branch after it was fetched."""


class Repository:
    """A working copy of one branch, its newest commit alone; gone when closed."""

    def __init__(self, name: str, url: str, branch: str | None, login: Login, pace: Pace) -> None:
        self.name, self.url, self.login, self.pace = name, url, login, pace
        self._branch, self._there = branch or "", False
        self._held = TemporaryDirectory(prefix="sociable-git-")
        self.path = Path(self._held.name)

    def find(self) -> str:
        """The branch, and whether it is there; asks the server and fetches nothing."""
        said = self._far("ls-remote", "--symref", "--", self.url)
        head = re.search(r"^ref: refs/heads/(\S+)\s+HEAD$", said, re.MULTILINE)
        self._branch = self._branch or (head[1] if head else "main")
        self._there = f"refs/heads/{self._branch}" in said.split()
        return self._branch

    def fetch(self) -> None:
        """Fill the working copy; a branch that is not there yet starts empty."""
        self.find()
        if not (self.path / ".git").exists():
            self._git("init", "--quiet", ".")
        if self._there:
            self._far("fetch", "--quiet", "--depth", "1", "--", self.url, f"+refs/heads/{self._branch}:refs/heads/got")
            self._git("checkout", "--quiet", "--force", "-B", "work", "got")
        else:
            self._git("checkout", "--quiet", "--orphan", "work")

    def send(self, message: str) -> bool:
        """Commit whatever changed and push it; False when nothing did."""
        self._git("add", "--all", "--force", ".")
        if not self._git("status", "--porcelain").strip():
            return False
        who = [] if self._configured() else ["-c", "user.name=Sociable", "-c", "user.email=sociable@localhost"]
        self._git(*who, "commit", "--quiet", "--no-verify", "-m", message)
        for _ in range(3):
            try:
                self._far("push", "--quiet", "--", self.url, f"work:refs/heads/{self._branch}")
                return True
            except Moved:
                self._catch_up(who)
        raise InputError(Fault(self.name, "others keep pushing to the branch", "publish again in a while"))

    def may_push(self) -> None:
        """InputError when the account may not push; pushes nothing."""
        self.fetch()
        if self._there:
            self._far("push", "--quiet", "--dry-run", "--", self.url, f"work:refs/heads/{self._branch}")

    def close(self) -> None:
        """Remove the working copy."""
        self._held.cleanup()

    def _catch_up(self, who: list[str]) -> None:
        """Put our commit on top of what others pushed meanwhile."""
        self._far("fetch", "--quiet", "--", self.url, f"+refs/heads/{self._branch}:refs/heads/got")
        try:
            self._git(*who, "rebase", "--quiet", "got")
        except InputError:
            what = "somebody pushed other changes to the same pages while this ran"
            raise InputError(Fault(self.name, what, "publish again; nothing of theirs was touched")) from None

    def _configured(self) -> bool:
        try:
            return bool(self._git("config", "user.email").strip())
        except InputError:
            return False

    def _far(self, *arguments: str) -> str:
        return self.pace(lambda: self._git(*arguments))

    def _git(self, *arguments: str) -> str:
        try:
            ran = subprocess.run(
                ["git", *arguments], cwd=self.path, env=self._environment(), stdin=subprocess.DEVNULL,
                capture_output=True, timeout=PATIENCE, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise InputError(Fault(self.name, "the git command is missing", "install git")) from None
        except subprocess.TimeoutExpired:
            raise Passing("git got no answer") from None
        if ran.returncode:
            raise self._told(ran.stderr.decode("utf-8", "replace"))
        return ran.stdout.decode("utf-8", "replace")

    def _environment(self) -> dict[str, str]:
        """Ask nobody, speak English, stay in this folder, sign in with the token if there is one."""
        own = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_ASKPASS": "", "SSH_ASKPASS": ""}
        own["GIT_SSH_COMMAND"] = os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
        # links stay plain files, so that no name in the repository leads out of this folder
        settings = [("core.symlinks", "false"), ("core.autocrlf", "false"), ("gc.auto", "0")]
        if self.login and self.url.startswith(("http://", "https://")):
            pair = base64.b64encode(f"{self.login.user or 'git'}:{self.login.token}".encode()).decode()
            settings.append(("http.extraHeader", f"Authorization: Basic {pair}"))
        own["GIT_CONFIG_COUNT"] = str(len(settings))
        for at, (key, value) in enumerate(settings):
            own |= {f"GIT_CONFIG_KEY_{at}": key, f"GIT_CONFIG_VALUE_{at}": value}
        left_out = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_TRACE", "GIT_CURL_VERBOSE", "GIT_TRACE_CURL")
        return {key: value for key, value in os.environ.items() if key not in left_out} | own

    def _told(self, complaint: str) -> Exception:
        """What git complained of, as a fault with its remedy."""
        if re.search(r"non-fast-forward|fetch first|\[rejected\]|cannot lock ref|stale info", complaint):
            return Moved()
        # a full disk, here or there, also breaks the connection off: to ask again would help nobody
        full = [line for line in complaint.splitlines() if "No space left on device" in line]
        found = (kind for pattern, kind in MESSAGES if re.search(pattern, complaint, re.IGNORECASE))
        kind = "" if full else next(found, "")
        if kind == "passing":
            limited = re.search(r"error: (\d{3})", complaint)
            return Passing(f"the Git server answers {limited[1]}" if limited else "no answer from the Git server")
        user, token = variables(self.name)
        remedies = {
            "login": ("the Git server refuses the login", f"set {user} and {token}, or let git itself sign in"),
            "rights": ("the account may not push there", "ask for the right to push, or unprotect the branch"),
            "address": (
                "there is no Git repository at that address",
                "check `url:`; a wiki needs its first page by hand",
            ),
        }
        if kind in remedies:
            return InputError(Fault(self.name, *remedies[kind]))
        lines = full or [line for line in complaint.splitlines() if line.strip()]
        last = re.sub(r"//[^/@\s]*@", "//", lines[-1].strip()) if lines else "no message"
        return InputError(Fault(self.name, f"git says: {last}", "mend it and publish again"))
