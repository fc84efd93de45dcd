"""What a policy asks for, requirement by requirement, and how each is met: told by `calsync policy show`."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.policies.fields import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One requirement of a policy."""

    code: str
    """Its code in the list of requirements, such as "CL2"."""
    says: str
    """What the policy demands, in short."""
    met: str
    """How it is met; "[H]" at the start marks an act that only a person can do."""


def read_rows(document: Table) -> list[Row]:
    """The rows of a policy file in their order, without those noted as wrong."""
    rows: list[Row] = []
    seen: set[str] = set()
    for table in document.tables("row"):
        table.only(("code", "says", "met"))
        whole = all(
            [
                table.required("code", "the requirement's code"),
                table.required("says", "what the policy demands"),
                table.required("met", "how it is met, or that it is not"),
            ]
        )
        row = Row(code=table.text("code"), says=table.text("says"), met=table.text("met"))
        if row.code in seen:
            table.note(f"the code {row.code} stands here for the second time")
        seen.add(row.code)
        if whole and row.code and row.says and row.met:
            rows.append(row)
    return rows
