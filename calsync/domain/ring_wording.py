"""What whoever is asked to ring somebody because of a code word reads (law 7): no entry is named, nor the word."""

from __future__ import annotations

from calsync.domain.model import Person


def ring_now(worker: Person) -> tuple[str, str]:
    """The title and the text: ring them in ordinary words, and what to answer when something is wrong."""
    numbers = " or ".join(dict.fromkeys(each for each in (worker.mobile, *worker.phones) if each))
    return (
        f"Please ring {worker.name} now, in ordinary words",
        f"Please ring {worker.name} now: {numbers or 'no number is known'}.\n\n"
        "What they have agreed on as a call for help stands in the subject of an entry in their diary. It may stand "
        "there by chance, and it may be meant. Nothing else was done because of it.\n\n"
        "Somebody may be listening: ask how they are and where they are, as on any other day, and speak neither of "
        "this mail nor of what it is about.\n\n"
        "Do they sound wrong, or can't you reach them and are worried: dial 999 yourself. Do they say their code word: "
        'answer this mail with "code word", and the emergency steps start at once. Else there is nothing more to do; '
        "you are not asked again because of the same entry.",
    )
