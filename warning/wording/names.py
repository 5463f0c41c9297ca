"""What things are called at this bank: organisations, posts, rules and borrowers, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from warning.visible import on_a_line
from warning.wording.terms import POSTS, Table
from warning.wording.text import Lang, Text


class Rule(Struct, frozen=True):
    """A row of ``signals.md`` as its book words it: name, what is measured, and the unit of its bounds."""

    name: Text
    measure: Text
    unit: str


def aside(text: str, note: str, lang: Lang) -> str:
    """A text with a note in the brackets of the language."""
    return f"{text}（{note}）" if lang == "zh" else f"{text} ({note})"


def series(names: Iterable[str], lang: Lang) -> str:
    """Several things one after the other, as the language writes them."""
    return ("、" if lang == "zh" else ", ").join(names)


class Names(Struct, frozen=True):
    """Looked up when something is said; a number without a name is said as the number."""

    orgs: Table = {}
    posts: Table = {}
    rules: dict[str, Rule] = {}
    borrowers: dict[str, str] = {}

    def org(self, org_no: str, lang: Lang) -> str:
        """An organisation's name with its number."""
        name = self.orgs.get(org_no)
        return org_no if name is None or name.say(lang) == org_no else aside(name.say(lang), org_no, lang)

    def org_short(self, org_no: str, lang: Lang) -> str:
        """An organisation's name alone."""
        name = self.orgs.get(org_no)
        return org_no if name is None else name.say(lang)

    def post(self, post: str, lang: Lang) -> str:
        """A post's name."""
        name = self.posts.get(post) or POSTS.get(post)
        return post if name is None else name.say(lang)

    def borrower(self, customer_no: str, lang: Lang) -> str:
        """A borrower's name with its number."""
        name = on_a_line(self.borrowers.get(customer_no, ""))
        return aside(name, customer_no, lang) if name else customer_no

    def owner(self, org_no: str, post: str, lang: Lang) -> str:
        """``organisation · post``."""
        return f"{self.org_short(org_no, lang)} · {self.post(post, lang)}"
