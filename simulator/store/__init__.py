"""Saved plans and named scenarios, in one SQLite file or in PostgreSQL.

`plans` are rows that never change, found by their content; `scenarios` gives them names, versions and a history;
`opening` says where the store is; `migrating` and `schema` what its tables are; `backup` copies and brings back.
On the command line: `python -m simulator.store status | upgrade | backup FILE | restore FILE`.
"""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from simulator.store.opening import check_store, open_store
from simulator.store.plans import Saved, content_id, find, is_content_id, save
from simulator.store.scenarios import (
    Draft,
    Outcome,
    Version,
    archive,
    history,
    name_key,
    newest_versions,
    restore_version,
    save_version,
    tidy,
    version_with,
)
from simulator.store.schema import LONGEST_NAME, StoreError

FAILURES = (SQLAlchemyError, OSError, StoreError)  # what a store that cannot be reached raises

__all__ = [
    "FAILURES",
    "LONGEST_NAME",
    "Draft",
    "Outcome",
    "Saved",
    "StoreError",
    "Version",
    "archive",
    "check_store",
    "content_id",
    "find",
    "history",
    "is_content_id",
    "name_key",
    "newest_versions",
    "open_store",
    "restore_version",
    "save",
    "save_version",
    "tidy",
    "version_with",
]
