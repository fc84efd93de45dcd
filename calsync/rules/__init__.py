"""Rules files: what an organisation's diaries call a visit, a risk and its own sites; every mistake told."""

from calsync.rules.loader import load_rules, read_rules, shipped
from calsync.rules.site_list import load_sites

__all__ = ["load_rules", "load_sites", "read_rules", "shipped"]
