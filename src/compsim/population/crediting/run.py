"""The database that crediting asks: nothing outside the export's folder is opened, questions can be watched and ended.

Memory is limited; what does not fit is laid out in a folder that is gone afterwards. Extensions are never downloaded.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis

from compsim.errors import CompsimError

Progress = Callable[[str, float], None]
MEMORY = "2500MB"  # of the database; the rest of the program comes on top
LOOKED = 0.1  # seconds between two looks at a question that is being answered


class CancelledError(CompsimError):
    """Crediting was ended by whoever asked for it."""


@dataclass(frozen=True, eq=False)
class Run:
    """One crediting on its way."""

    con: Any  # the Ibis connection
    tell: Progress
    cancelled: Callable[[], bool]

    def stage(self, says: str, share: float) -> None:
        """Tell what is done next and which share (0..1) is behind; CancelledError if it was cancelled."""
        if self.cancelled():
            raise CancelledError("crediting was cancelled")
        self.tell(says, share)

    def ask(self, question: Any, says: str, begin: float, end: float) -> Any:
        """The answer to an Ibis expression as an Arrow table, told about from one share of the work to another."""
        return self.wait_for(question.to_pyarrow, says, begin, end)

    def keep(self, name: str, question: Any, says: str, begin: float, end: float) -> Any:
        """The answer to an Ibis expression as a table of the database."""
        return self.wait_for(lambda: self.con.create_table(name, question, temp=True), says, begin, end)

    def wait_for(self, work: Callable[[], Any], says: str, begin: float, end: float) -> Any:
        """What the work answers; meanwhile the progress is told here, in the caller's thread."""
        self.stage(says, begin)
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(work)
            try:
                while not wait([answer], LOOKED).done:
                    self._look(answer, says, begin, end)
            except KeyboardInterrupt:
                self.con.con.interrupt()  # else leaving the pool would wait for the answer
                raise
            if self.cancelled():
                raise CancelledError("crediting was cancelled")
            return answer.result()

    def _look(self, answer: Future[Any], says: str, begin: float, end: float) -> None:
        if self.cancelled():
            self.con.con.interrupt()
            wait([answer])
            return
        done = min(max(self.con.con.query_progress(), 0.0), 100.0) / 100.0
        self.tell(says, begin + done * (end - begin))

    def table(self, name: str, rows: Any) -> Any:
        """An Arrow table under a name of the database, scanned where it lies."""
        self.con.con.register(name, rows)
        return self.con.table(name)


@contextmanager
def running(folder: Path, progress: Progress | None, cancelled: Callable[[], bool] | None) -> Iterator[Run]:
    """A database that can read the export's folder and nothing else."""
    with TemporaryDirectory(prefix="compsim-") as spill, warnings.catch_warnings():
        # Ibis 12 still calls the old name of DuckDB's Arrow export; nothing a caller could change
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        con = ibis.duckdb.connect(
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
            temp_directory=spill,
            memory_limit=MEMORY,
            preserve_insertion_order=False,
        )
        try:
            _close_doors(con.con, folder)
            yield Run(con, progress or (lambda _says, _share: None), cancelled or (lambda: False))
        finally:
            con.disconnect()


def _close_doors(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    place = str(folder.resolve()).replace("'", "''")
    database.execute(f"SET allowed_directories=['{place}']")
    database.execute("SET enable_external_access=false")
    database.execute("SET enable_progress_bar=true")
    database.execute("SET enable_progress_bar_print=false")
    database.execute("SET lock_configuration=true")
