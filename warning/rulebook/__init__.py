"""The rule book: YAML for risk officers, compiled into the frame that the core decides by.

``load_frame`` is what the program needs; ``load_book`` keeps the wording too, for ``explain``, ``show`` and ``route``;
``check`` gives every problem of a book with file, line and what would be right.
"""

from __future__ import annotations

from warning.rulebook.describe import Description as Description
from warning.rulebook.describe import UnknownRule as UnknownRule
from warning.rulebook.describe import describe_book as describe_book
from warning.rulebook.describe import describe_rule as describe_rule
from warning.rulebook.load import BrokenBook as BrokenBook
from warning.rulebook.load import Checked as Checked
from warning.rulebook.load import check as check
from warning.rulebook.load import default_directory as default_directory
from warning.rulebook.load import load_book as load_book
from warning.rulebook.load import load_frame as load_frame
from warning.rulebook.packed import NotPacked as NotPacked
from warning.rulebook.packed import load_packed as load_packed
from warning.rulebook.packed import pack as pack
from warning.rulebook.route import Route as Route
from warning.rulebook.route import Unroutable as Unroutable
from warning.rulebook.route import route as route
from warning.rulebook.source import Problem as Problem
from warning.rulebook.wording import RuleBook as RuleBook
