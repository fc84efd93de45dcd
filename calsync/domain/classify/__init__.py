"""Which entries of a diary are visits, by which rules, and why."""

from calsync.domain.classify.names import carries, fold
from calsync.domain.classify.places import own_site, same_place
from calsync.domain.classify.recognise import recognise
from calsync.domain.classify.rules import FLAGS, Flag, Rules

__all__ = ["FLAGS", "Flag", "Rules", "carries", "fold", "own_site", "recognise", "same_place"]
