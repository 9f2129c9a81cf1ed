"""A real PostgreSQL of the tests' own, for as long as a `with` block lasts."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clients.loopback import free_port
from waiting import wait_until

PASSWORD = "s3cret/word"


def _binary(name: str) -> str:
    found = shutil.which(name) or next(
        iter(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None
    )
    if found is None:
        pytest.skip(f"no {name} of PostgreSQL on this machine")
    return found


def _server_user() -> str | None:
    """PostgreSQL does not run as root; the account that its packages make does."""
    if os.getuid() != 0:
        return None
    if not any(user.pw_name == "postgres" for user in pwd.getpwall()):
        pytest.skip("PostgreSQL does not run as root, and there is no account postgres")
    return "postgres"


@contextmanager
def postgres() -> Iterator[str]:
    """URL of an empty database; its user has a password."""
    initdb, server, user = _binary("initdb"), _binary("postgres"), _server_user()
    folder = Path(tempfile.mkdtemp(prefix="soulsgen-pg-"))
    if user:
        shutil.chown(folder, user)
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD, "utf-8")
        secret.chmod(0o644)
        command = [initdb, "-D", str(folder / "data"), "-U", "lore", "-A", "scram-sha-256", "--no-sync"]
        subprocess.run([*command, "--pwfile", secret], user=user, check=True, capture_output=True)
        port = free_port()
        running = subprocess.Popen(
            [server, "-D", folder / "data", "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"],
            user=user,
            stderr=subprocess.DEVNULL,
        )
        try:
            url = f"postgresql://lore:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{port}/postgres"
            _wait(url)
            yield url
        finally:
            running.terminate()
            running.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(url: str) -> None:
    import psycopg

    def answers() -> bool:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            return False
        return True

    wait_until(answers)
