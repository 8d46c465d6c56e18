"""The invented company's tables as files, CSV or Parquet, part after part, so that only one part is in memory.

A file takes its name when it is complete: whoever reads the folder meanwhile sees the company that was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import parquet, types

Write = Callable[[pd.DataFrame], None]
UNFINISHED = ".unfinished"
WORDS = 10_000  # different values up to which a column is written as a list of them and places in it


def write_parts(
    folder: Path, parts: Iterable[Mapping[str, pd.DataFrame]], ending: str, encode_csv: Callable[..., str]
) -> list[Path]:
    """Write tables that come in parts, and answer their files; `ending` is csv or parquet.

    `encode_csv(frame, header=...)` is the text of a part, with or without its header.
    """
    files: dict[str, Path] = {}
    with ExitStack() as open_files:
        writers: dict[str, Write] = {}
        for tables in parts:
            for name, frame in tables.items():
                if name not in writers:
                    files[name] = folder / f"{name}.{ending}"
                    opened = _parquet(files[name]) if ending == "parquet" else _csv(files[name], encode_csv)
                    writers[name] = open_files.enter_context(opened)
                writers[name](frame)
    return list(files.values())


@contextmanager
def _csv(path: Path, encode: Callable[..., str]) -> Iterator[Write]:
    with _when_complete(path) as unfinished, unfinished.open("wb") as file:
        yield lambda frame: _append(file.write, encode(frame, header=not file.tell()))


def _append(write: Callable[[bytes], int], text: str) -> None:
    write(text.encode("utf-8"))


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    """Each part is a row group; days are days, not times."""
    with _when_complete(path) as unfinished, ExitStack() as opened:
        writers: list[parquet.ParquetWriter] = []

        def write(frame: pd.DataFrame) -> None:
            table = _arrow(frame)
            if not writers:
                words = [str(name) for name in frame if frame[name].nunique() <= WORDS]
                writers.append(_writer(unfinished, table.schema, words))
                opened.callback(writers[0].close)
            writers[0].write_table(table)

        yield write


def _writer(path: Path, schema: pa.Schema, words: list[str]) -> parquet.ParquetWriter:
    return parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=words)


@contextmanager
def _when_complete(path: Path) -> Iterator[Path]:
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _arrow(frame: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    return table.cast(pa.schema([pa.field(field.name, _plain(field.type)) for field in table.schema]))


def _plain(kind: pa.DataType) -> pa.DataType:
    if types.is_timestamp(kind):
        return pa.date32()
    return pa.string() if types.is_large_string(kind) else kind
