"""A PostgreSQL server of its own for tests: in a new folder, on a free port of this machine, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest there is; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def other_user() -> list[str] | None:
    """What starts a program as somebody who is not root, which the server refuses to be; None if nothing does."""
    if os.geteuid() != 0:
        return []
    known = subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0  # noqa: S607
    return ["runuser", "-u", "postgres", "--"] if known and shutil.which("runuser") else None


@contextmanager
def server(bin_dir: Path, as_user: list[str]) -> Iterator[str]:
    """The address of an empty database named `postgres`, as long as the context lasts."""
    home = Path(tempfile.mkdtemp(prefix="compsim-postgres-"))
    try:
        if as_user:
            shutil.chown(home, "postgres")
        data, port = home / "data", _free_port()
        run = [*as_user, str(bin_dir / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-N", "-E", "UTF8"]
        subprocess.run(run, check=True, capture_output=True, cwd=home)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        control = [*as_user, str(bin_dir / "pg_ctl"), "-D", str(data), "-w"]
        subprocess.run([*control, "-o", options, "-l", str(home / "log"), "start"], check=True, cwd=home)
        try:
            yield f"postgresql://tester:secret@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
