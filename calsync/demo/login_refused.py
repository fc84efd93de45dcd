"""How Entra refuses a token."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any


class LoginRefused(Exception):
    """Why a token is refused: the OAuth error, the AADSTS number and its sentence."""

    def __init__(self, error: str, number: int, sentence: str, status: int = 401) -> None:
        super().__init__(sentence)
        self.error = error
        self.number = number
        self.sentence = sentence
        self.status = status

    def to_json(self, at: datetime) -> dict[str, Any]:
        """The body of the refusal, as Entra writes it."""
        trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
        stamp = f"{at:%Y-%m-%d %H:%M:%SZ}"
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.number}: {self.sentence} Trace ID: {trace} "
            f"Correlation ID: {correlation} Timestamp: {stamp}",
            "error_codes": [self.number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://localhost/error?code={self.number}",
        }
