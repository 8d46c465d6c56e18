"""Where the workshop is: what it listens on, what phones type, its file of rooms, and what it must not be started with.

The process of the workshop is open to a room full of phones, so it never stands on the data or the store of one that
holds pay.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PORT = 8502
HERE = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - named to be told from an address that a phone can type
PRIVATE = ("COMPSIM_DATA", "COMPSIM_STORE", "COMPSIM_DATABASE_URL")  # what the simulator's process is started with
ADDRESS = "COMPSIM_WORKSHOP_ADDRESS"
FILE = "COMPSIM_WORKSHOP"
_NAME = re.compile(r"[a-z0-9.:_-]+")  # of a machine: a name, or a number of either kind
_NOBODY = ("192.0.2.1", 9)  # reserved for examples; nothing is sent there, the system only says which way it would go


class AddressError(ValueError):
    """An address that no phone can type."""


@dataclass(frozen=True)
class Reach:
    """What the server listens on, and what phones type."""

    host: str
    port: int
    address: str  # http://NAME:PORT, without a slash at the end

    @property
    def name(self) -> str:
        """The name or number in the address."""
        return urlsplit(self.address).hostname or HERE

    @property
    def only_here(self) -> bool:
        """Whether nobody but this machine can come in."""
        return is_this_machine(self.host)

    @property
    def own(self) -> str:
        """What the browser of this machine opens."""
        return f"http://{_written(HERE if self.host in EVERYWHERE else self.host)}:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which a browser may call this server."""
        return tuple(dict.fromkeys((HERE, "localhost", self.name, *({self.host} - set(EVERYWHERE)))))


def reach_of(host: str, port: int, address: str = "") -> Reach:
    """What follows from what somebody gave; raises AddressError."""
    if address:
        return Reach(host, port, _full(address, port))
    name = machine_address() if host in EVERYWHERE else host
    return Reach(host, port, f"http://{_written(name)}:{port}")


def machine_address() -> str:
    """This machine's own address on the network it is in; 127.0.0.1 if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOBODY)
            return str(probe.getsockname()[0])
        except OSError:
            return HERE


def is_this_machine(name: str) -> bool:
    """Whether a name or number means the machine that says it."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def link(address: str, page: str, **says: str) -> str:
    """The whole address of one of the workshop's pages."""
    return f"{address}/{page}?{urlencode(says)}"


def rooms_file() -> Path:
    """The file of rooms: COMPSIM_WORKSHOP, else `.compsim/workshop.db` beside the working directory."""
    given = os.environ.get(FILE, "")
    return Path(given).expanduser() if given else Path.cwd() / ".compsim" / "workshop.db"


def private_settings(settings: Mapping[str, str]) -> tuple[str, ...]:
    """Which settings name data or a store of the process that holds pay."""
    return tuple(name for name in PRIVATE if settings.get(name))


def start_without(settings: Sequence[str]) -> str:
    """The command that starts the workshop without some settings."""
    return f"env {' '.join(f'-u {name}' for name in settings)} make workshop"


def public_name(settings: Mapping[str, str]) -> str:
    """The name that phones type, if the process was told one."""
    return urlsplit(settings.get(ADDRESS, "")).hostname or ""


def _full(address: str, port: int) -> str:
    """`HOST` and `HOST:PORT` as the address of a page; a whole address as it was given."""
    given = address.strip()
    try:
        parts = urlsplit(given if "://" in given else f"http://{given}")
        plain_name = "://" not in given and parts.port is None
    except ValueError as error:
        raise AddressError(address) from error
    known = parts.scheme in {"http", "https"} and _NAME.fullmatch(parts.hostname or "") and "@" not in parts.netloc
    if not known or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise AddressError(address)
    whole = f"{parts.scheme}://{parts.netloc}"
    return f"{whole}:{port}" if plain_name else whole


def _written(name: str) -> str:
    return f"[{name}]" if ":" in name else name
