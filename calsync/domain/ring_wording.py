"""What whoever is asked to ring somebody reads, and why (law 7): no entry is named, nor a code word."""

from __future__ import annotations

from collections.abc import Sequence

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
        'Do they need help, or nobody answers: write that, such as "they need help" or "no answer". The emergency '
        "steps start, or the next person is asked to ring.\n\n"
        "Do they sound wrong, or can't you reach them and are worried: dial 999 yourself. Do they say their code word: "
        'answer this mail with "code word", and the emergency steps start at once. Else there is nothing more to do; '
        "you are not asked again because of the same entry.",
    )


def ring_told(worker: Person) -> tuple[str, str]:
    """The same where somebody was told a code word, and it is not known whether by this worker."""
    title, text = ring_now(worker)
    first, _, rest = text.split("\n\n", 2)
    rest = rest.replace("because of the same entry", "for this")
    said = "A colleague was told what somebody has agreed on as a call for help. It may have been said by them."
    return title, f"{first}\n\n{said}\n\n{rest}"


def ring_unwatched(person: Person) -> tuple[str, str]:
    """The same where somebody who is not watched told of a visit by mail, and calls for help by mail."""
    title, text = ring_now(person)
    first, _, rest = text.split("\n\n", 2)
    rest = rest.replace("because of the same entry", "for this")
    said = (
        f"{person.name} is not watched, wrote that they are on a visit, and now calls for help by mail. Nothing else "
        "was done because of it."
    )
    return title, f"{first}\n\n{said}\n\n{rest}"


def ring_texted(worker: Person) -> tuple[str, str]:
    """The same where a text calls for help, from a number that may be this worker's and is not theirs alone."""
    title, text = ring_now(worker)
    first, _, rest = text.split("\n\n", 2)
    rest = rest.replace("because of the same entry", "for this")
    said = (
        "A text came that calls for help, from a number that several people have or that is not their mobile. It may "
        "be theirs. Nothing else was done because of it."
    )
    return title, f"{first}\n\n{said}\n\n{rest}"


def ring_called(worker: Person) -> tuple[str, str]:
    """The same where somebody rang from a number that is not this worker's alone."""
    title, text = ring_texted(worker)
    return title, text.replace(
        "A text came that calls for help, from a number that several people have or that is not their mobile. It may ",
        "Somebody rang calsync from a number that several people have, and could not be taken for one of them. It may ",
    )


def ring_mailed(worker: Person) -> tuple[str, str]:
    """The same where a mail from an unknown address answers a message to this worker, and calls for help."""
    title, text = ring_now(worker)
    first, _, rest = text.split("\n\n", 2)
    rest = rest.replace("because of the same entry", "for this")
    said = (
        f"A mail came that calls for help, from an address that nobody here has. It answers a message to "
        f"{worker.name}: it may be theirs, from a private telephone. Nothing else was done because of it."
    )
    return title, f"{first}\n\n{said}\n\n{rest}"


def whose_word(sender: Person, of: Sequence[Person]) -> tuple[str, str]:
    """The title and the text of the question whose call for help it was."""
    names = "\n".join(f"- {each.name}" for each in of)
    among = f"One of these may be meant:\n{names}\n\n" if names else ""
    meanwhile = "Meanwhile their line managers are asked to ring each of them." if names else "No visit is running now."
    return (
        "Whose word was it? Answer with the name now",
        f"{sender.name} has written to the service what somebody has agreed on as a call for help, and it is not plain "
        f'whose it was.\n\n{among}Answer this mail with the name, or with "all" where it may be any of '
        "them, and the emergency steps start at once. Was it nobody's, answer: \"nobody's, a mistake:\" and why. This "
        "is asked again every five minutes, of one more person each time, until somebody answers. "
        f"{meanwhile} Are you worried: dial 999 yourself. Forward this to nobody who may be with them.",
    )


def whose_word_rung(caller: Person, of: Sequence[Person]) -> tuple[str, str]:
    """The same where somebody pressed the key for a code word in a call, and chose no name."""
    title, text = whose_word(caller, of)
    rest = text.partition(", and it is not plain")[2]
    said = (
        f"{caller.name} has pressed, on the telephone, the key for a code word that a colleague gave, and named nobody"
    )
    for meanwhile in (" No visit is running now.", " Meanwhile their line managers are asked to ring each of them."):
        rest = rest.replace(meanwhile, "")
    return title, f"{said}: it is not plain{rest}"


def whose_word_texted() -> str:
    """What a text beside it says: it names nobody, and whoever holds the reader's telephone may read it."""
    return "calsync: please look into your mail now. A question about a colleague there needs your answer."


def whose_not_clear(of: Sequence[Person]) -> tuple[str, str]:
    """For somebody whose answer to that question named nobody."""
    names = "".join(f"\n- {each.name}" for each in of)
    among = f"One of these may be meant:{names}\n\n" if names else ""
    return (
        "Nothing was done: whose word was it? Answer with the name now",
        f"It was not clear whom you mean, so nothing was done.\n\n{among}Answer this mail with the whole name, or with "
        '"all", and the emergency steps start at once. Was it nobody\'s, answer: "nobody\'s, a mistake:" and why. Are '
        "you worried: dial 999 yourself.",
    )


def ring_next(worker: Person, rang: Person) -> tuple[str, str]:
    """The same for whoever is asked next, since somebody rang and was not answered."""
    title, text = ring_now(worker)
    return title, f"{rang.name} rang, and nobody answered.\n\n{text}"


def not_clear(worker: Person, *, in_vain: bool) -> tuple[str, str]:
    """For somebody whose answer did nothing: it was not clear, or nobody is left to ask."""
    title = f"Nothing was done: your answer about {worker.name}"
    if in_vain:
        return title, (
            f"Nobody is left who could be asked to ring {worker.name}. Please ring again. If you are worried, dial 999 "
            'yourself, and answer this mail with "they need help".'
        )
    return title, (
        f"It was not clear how {worker.name} is, so nothing was done. Please answer in a few words: "
        '"they are fine", "no answer", "they need help" or "code word".'
    )
