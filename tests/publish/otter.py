"""A real An Otter Wiki: its pages over HTTP, its repository by its own Git server, an account with a password."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from places import shell, signed_in

sys.path.insert(0, str(Path(__file__).parents[1]))

from wiki.servers import await_answer, free_port

USER, PASSWORD = "jo@example.invalid", "Otter-Pass-2026"
_PROGRAM = f"""
import sys
from otterwiki.server import app
from otterwiki.auth import auth_manager
with app.test_request_context():
    auth_manager.create_user("{USER}", "Jo", "{PASSWORD}")
app.run(port=int(sys.argv[1]), threaded=True)
"""


def python() -> str:
    """The interpreter that has it: it wants libraries older than pytest's own, so it has a place to itself."""
    found = [os.environ.get("OTTERWIKI_PYTHON", ""), str(Path(sys.prefix) / "otter" / "bin" / "python")]
    for one in found:
        if one and Path(one).exists() and not subprocess.run([one, "-c", "import otterwiki"], check=False).returncode:
            return one
    pytest.skip("An Otter Wiki is missing: sh tests/tools/otter.sh")


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of a wiki whose repository is `folder`/repository; who edits and pushes has to sign in."""
    program, port, repository = python(), free_port(), folder / "repository"
    repository.mkdir()
    shell(repository, "git", "init", "--quiet", "--initial-branch", "main")
    (repository / "home.md").write_text("# Home\n")
    shell(repository, "git", "add", ".")
    shell(repository, "git", "-c", "user.name=Jo", "-c", f"user.email={USER}", "commit", "--quiet", "-m", "first")
    settings = {
        "REPOSITORY": str(repository), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/db.sqlite",
        "SECRET_KEY": "a-key-for-the-tests-only", "GIT_WEB_SERVER": "True", "READ_ACCESS": "ANONYMOUS",
        "WRITE_ACCESS": "REGISTERED", "ATTACHMENT_ACCESS": "REGISTERED", "EMAIL_NEEDS_CONFIRMATION": "False",
    }  # fmt: skip
    with (folder / "otter.log").open("wb") as log:
        command = [program, "-c", _PROGRAM, str(port)]
        process = subprocess.Popen(
            command, env=os.environ | settings, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            await_answer(f"http://127.0.0.1:{port}/", process)
            with signed_in(USER, PASSWORD):
                yield f"http://127.0.0.1:{port}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
