"""The command `outage-sheet`: what is needed on the day on which everything is dark."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from calsync.cli.output import fact, line
from calsync.cli.service import HERE, AsJson, Config, with_app
from calsync.errors import CalsyncError

if TYPE_CHECKING:
    from calsync.app import App
    from calsync.domain.letter_wording import Content

PRINTED = (".html", ".htm")


def outage_sheet(
    out: Annotated[Path | None, typer.Option(help="The file to write; a page to print if it ends in .html.")] = None,
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """Write the visits of today and tomorrow with every number needed by hand, from the database alone.

    It names people and addresses: keep it where only those who need it can read it, and destroy it afterwards.

    Example: calsync outage-sheet --out sheet.html
    """

    async def work(app: App) -> Content:
        from calsync.engine.letter_texts import sheet_of_outage

        with app.store.transaction() as tx:
            made = sheet_of_outage(app.engine.core, tx, app.clock.now())
        return made()

    content = with_app(config, work, make_store=False)
    if out is None:
        if as_json:
            fact(text=content.text)
        else:
            line(content.text.rstrip())
        return
    _write(out, content.html if out.suffix.casefold() in PRINTED else content.text)
    if as_json:
        fact(file=str(out))
    else:
        line(f"Written to {out}. It is confidential: it names people and addresses.")


def _write(out: Path, text: str) -> None:
    """The file, which its owner alone can read."""
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(handle, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CalsyncError(f"{out} can't be written: {why}. Name another file with --out.") from None
