"""Runs in the Python that has UNO: workbook, profile folder and the range of the pay are the arguments."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

START = 60  # seconds that LibreOffice may take to start


def main(book: str, profile: str, pay: str) -> None:
    """Open the workbook, say what it pays, then time one recalculation for each line that comes in."""
    pipe = f"compared-{os.getpid()}"
    words = ["--headless", "--norestore", "--nodefault", f"-env:UserInstallation={Path(profile).as_uri()}"]
    office = subprocess.Popen(["soffice", *words, f"--accept=pipe,name={pipe};urp;"], stdout=sys.stderr)  # noqa: S607
    try:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        hidden = PropertyValue("Hidden", 0, True, 0)
        document = desktop.loadComponentFromURL(Path(book).as_uri(), "_blank", 0, (hidden,))
        answer(document, pay, version(context))
        document.close(True)
        desktop.terminate()
    finally:
        office.wait(START)


def connected(pipe: str):  # noqa: ANN201 - UNO's objects have no types
    """LibreOffice's own context, as soon as it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + START
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def version(context) -> str:  # noqa: ANN001
    """LibreOffice's version."""
    provider = context.ServiceManager.createInstance("com.sun.star.configuration.ConfigurationProvider")
    where = PropertyValue("nodepath", 0, "/org.openoffice.Setup/Product", 0)
    settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (where,))
    return settings.getByName("ooSetupVersionAboutBox")


def answer(document, pay: str, about: str) -> None:  # noqa: ANN001
    """The conversation: first the pay of every row, then the seconds of each recalculation of all formulas."""
    document.calculateAll()
    rows = document.Sheets.getByIndex(0).getCellRangeByName(pay).getDataArray()
    print(json.dumps({"version": about, "pay": [row[0] for row in rows]}), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        document.calculateAll()
        print(json.dumps({"seconds": time.perf_counter() - begin}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
