"""The workshop on the command line: python -m simulator.workshop [--host HOST] [--port PORT] [--address ADDRESS]."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.text import plain
from simulator.workshop import reach
from simulator.workshop.reach import AddressError, Reach

_ASGI = Path(__file__).with_name("asgi.py")
Host = Annotated[str, typer.Option(help="What it listens on; 0.0.0.0 opens it to the room.")]
Port = Annotated[int, typer.Option(help="Its port.")]
Address = Annotated[str, typer.Option(help="What phones type, where that is not this machine's own address.")]


def main(host: Host = reach.HERE, port: Port = reach.PORT, address: Address = "") -> None:
    """Say where the workshop is and who can come in, then become its server."""
    try:
        place = reach.reach_of(host or reach.HERE, port, address)
    except AddressError:
        typer.echo(plain("workshop.bad_address", address=address), err=True)
        raise typer.Exit(1) from None
    for line in told(place):
        typer.echo(line)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, *arguments(place)], os.environ | {reach.ADDRESS: place.address})  # noqa: S606 - this project's own server


def told(place: Reach) -> list[str]:
    """Where it is, whether phones reach it, and how to let them in."""
    lines = [plain("workshop.own", own=place.own)]
    if place.only_here:
        return [*lines, plain("workshop.only_here")]
    if reach.is_this_machine(place.name):
        return [*lines, plain("workshop.no_network")]
    return [*lines, plain("workshop.phones", address=place.address)]


def arguments(place: Reach) -> list[str]:
    """The server's command; its name is given, so that nobody on the internet is asked for it."""
    hosts = [part for host in place.hosts for part in ("--server.allowedHosts", host)]
    listens = ["--server.port", str(place.port), "--server.address", place.host]
    named = ["--browser.serverAddress", place.name, "--logger.hideWelcomeMessage", "true"]
    return ["-m", "streamlit", "run", str(_ASGI), *listens, *named, *hosts]


if __name__ == "__main__":
    typer.run(main)
