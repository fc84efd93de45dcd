"""The pages: whether the address that stands in every link leads to calsync."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import requests

from calsync.app import App
from calsync.config.web import LIVE, LIVE_ANSWERS, WebSettings
from calsync.doctor.finding import Finding, amber, green, red

SECONDS = 9.0
"""Elapsed seconds in which a page has to answer."""
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  nothing is bound here: it is how the settings write it


async def pages(app: App) -> AsyncIterator[Finding]:
    """Ask for one page by the address of the links; nothing where there are none."""
    told = app.settings.web
    if told is None:
        return
    wrong = await asyncio.to_thread(_wrong_at, told.address)
    if not wrong:
        yield green("pages", f"{told.address} leads to calsync")
        return
    here = _here(told)
    if await asyncio.to_thread(_wrong_at, here):
        words = f"{wrong}, and nothing answers at {here}: start `calsync run`, which serves them, and try again"
        yield amber("pages", words)
        return
    fix = "check [web] address, its name and certificate, and that the proxy there passes every path on"
    yield red("pages", f"{wrong}, though calsync answers at {here}. Every link in a message is dead: {fix}")


def _here(told: WebSettings) -> str:
    """Where calsync itself serves them."""
    host = "127.0.0.1" if told.host in EVERYWHERE else told.host
    return f"http://{f'[{host}]' if ':' in host else host}:{told.port}"


def _wrong_at(address: str) -> str:
    """Why calsync does not answer there, as the beginning of a sentence; empty where it does."""
    try:
        answer = requests.get(f"{address}{LIVE}", timeout=SECONDS, allow_redirects=False)
    except requests.exceptions.SSLError:
        return f"the certificate of {address} is not one that this machine trusts"
    except requests.RequestException as error:
        return f"{address} can't be reached ({type(error).__name__})"
    if (answer.status_code, answer.text) != (200, LIVE_ANSWERS):
        return f"what answers at {address} is not calsync (status {answer.status_code})"
    return ""
