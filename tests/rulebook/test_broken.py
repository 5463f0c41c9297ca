"""Each way to break a rule book is told, with file, line and what would be right; none is passed over."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from msgspec.structs import replace

import warning.rulebook as package
from tests.rulebook.breaks import BREAKS, SOUND, WITH_FILES
from tests.rulebook.broken import Break, broken_copy, checked_break, told
from warning.cli.running import in_words
from warning.rulebook import BrokenBook, check, default_directory, load_frame
from warning.rulebook.load import FILES

NO_CODES = {"same_as_source"}
"""Words in the place of a code that are none."""


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.name)
def test_a_broken_book_is_told_with_file_line_and_remedy(tmp_path: Path, case: Break) -> None:
    """The exact line is among those told, under its code, and the book is not given."""
    if case.old == "{whole}":
        case = replace(case, old=(default_directory() / case.file).read_text(encoding="utf-8"))
    checked, expected = checked_break(tmp_path, case)
    assert expected in told(checked)
    assert case.code in {problem.code for problem in checked.problems}
    assert checked.book is None


def test_each_code_has_a_case() -> None:
    """A new check without a broken copy that shows it fails here. The source's codes are found by their shape."""
    here = Path(package.__file__).parent
    said = set()
    for path in here.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r'\.say\(\s*(?:Place\([^)]*\)|[\w.\[\]"]+),\s*"([a-z_]+)"', text))
        said |= set(re.findall(r'(?:choice|_scalar)\(.*"([a-z]+_[a-z_]+)"', text))
    assert {"key_unknown", "example_fails", "post_unknown", "money_wrong", "bands_not_ascending"} <= said
    assert said - {case.code for case in BREAKS} - set(WITH_FILES) - set(SOUND) - NO_CODES == set()


def test_all_problems_are_told_at_once_in_order(tmp_path: Path) -> None:
    """Three faults in three files: three lines, by file and line, and load_frame raises with all of them."""
    root, _ = broken_copy(tmp_path, "book.yaml", "value: 30,", "value: 400,")
    for file, old, new in (("major.yaml", "en: Major}", "en: }"), ("posts.yaml", "at: [branch]}", "at: [brunch]}")):
        path = root / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenBook) as broken:
        load_frame(root)
    lines = [in_words(problem, "en") for problem in broken.value.problems]
    assert lines[0] == (
        "book.yaml:6: figures.check_days.value: '400' is no such number; a whole number from 1 to 365 is expected."
    )
    assert lines[1] == "major.yaml:3: name.en: the text is blank; write a text."
    assert lines[2].startswith("posts.yaml:6: posts.branch_monitor.at[0]: 'brunch' is not known; known are sub_branch,")
    assert str(broken.value).startswith(
        "book.yaml:6: figures.check_days.value: number_wrong (word=400, low=1, high=365)"
    )


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """Every file of a book must be there; and at least one year."""
    root, _ = broken_copy(tmp_path, "book.yaml", "name", "name")
    (root / "conduct.yaml").unlink()
    rmtree(root / "calendar")
    lines = told(check(root))
    assert "conduct.yaml:1: the file is missing; a rule book has conduct.yaml." in lines
    assert "calendar:1: there is no year; a book has calendar/<year>.yaml." in lines
    assert len(lines) == len(("conduct.yaml", "calendar"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_told_once(tmp_path: Path, name: str) -> None:
    """And not again for each of its rules, deadlines, posts or organisations."""
    root, _ = broken_copy(tmp_path, "book.yaml", "name", "name")
    (root / name).write_text("name: [\n", encoding="utf-8")
    checked = check(root)
    assert [(problem.place.file, problem.code) for problem in checked.problems] == [(name, "not_yaml")]
    assert checked.book is None


@pytest.mark.parametrize(("file", "old"), [("financial.yaml", "rules:\n"), ("management.yaml", "clauses:\n")])
def test_a_file_without_its_rules_is_told_once(tmp_path: Path, file: str, old: str) -> None:
    root, _ = broken_copy(tmp_path, file, old, "more:\n")
    assert {problem.code for problem in check(root).problems} == {"key_unknown", "key_missing"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("financial.yaml", "kind: ratio", "kind: quotient"),
        ("management.yaml", "name: {zh: 越权", "nom: {zh: 越权"),
    ],
)
def test_a_rule_that_is_told_is_not_told_as_missing(tmp_path: Path, file: str, old: str, new: str) -> None:
    root, _ = broken_copy(tmp_path, file, old, new)
    assert not {"number_missing", "clause_missing"} & {problem.code for problem in check(root).problems}


def test_a_file_that_is_no_part_is_told(tmp_path: Path) -> None:
    """A misspelt name would otherwise be passed over; notes that are no YAML may lie there."""
    root, _ = broken_copy(tmp_path, "book.yaml", "name", "name")
    (root / "conducts.yaml").write_text("group: conduct\n", encoding="utf-8")
    (root / "README.md").write_text("notes\n", encoding="utf-8")
    (line,) = told(check(root))
    assert line.startswith("conducts.yaml:1: this file is no part of a rule book; a book has payment.yaml, major.yaml,")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    """A file saved in another encoding is told as such, not as a fault of its contents."""
    root, _ = broken_copy(tmp_path, "book.yaml", "name", "name")
    text = (root / "book.yaml").read_text(encoding="utf-8")
    (root / "book.yaml").write_bytes(text.encode("gbk"))
    assert "book.yaml:1: the file cannot be read (UnicodeDecodeError); UTF-8 text is expected." in told(check(root))


def test_no_directory_is_told(tmp_path: Path) -> None:
    """A path that is none is one problem, not thirteen."""
    assert told(check(tmp_path / "none")) == [".:1: there is no such directory; name a directory with a rule book."]


def test_a_directory_that_is_no_rule_book_is_one_problem(tmp_path: Path) -> None:
    """Whatever else lies in it, and below."""
    (tmp_path / "below").mkdir()
    for name in ("compose.yaml", "below/values.yml", "payment.yaml"):
        (tmp_path / name).write_text("a: 1\n", encoding="utf-8")
    assert told(check(tmp_path)) == ["book.yaml:1: the file is missing; a rule book has book.yaml."]


def test_the_organisation_can_be_another_file(tmp_path: Path) -> None:
    """A bank's own organisation replaces the demonstration bank's; what is wrong in it is told there."""
    own = tmp_path / "our-bank.yaml"
    own.write_text(
        "orgs:\n"
        '  - {org_no: "H", level: head_office, name: {zh: 总行, en: Head office}}\n'
        '  - {org_no: "A", level: branch, parent: "H", name: {zh: 甲分行, en: Branch A}}\n',
        encoding="utf-8",
    )
    frame = load_frame(organisation=own)
    assert list(frame.orgs) == ["H", "A"]
    assert frame.orgs["A"].name == "甲分行"
    assert frame.id != load_frame().id
    own.write_text(own.read_text(encoding="utf-8").replace('parent: "H"', 'parent: "X"'), encoding="utf-8")
    (line,) = told(check(organisation=own))
    assert line.startswith("our-bank.yaml:3: orgs[1]: the superior of A is not in the file;")


def test_a_whole_copy_is_sound(tmp_path: Path) -> None:
    """The broken copies are broken by what was replaced alone: an unbroken one has no problem and the same hash."""
    copytree(default_directory(), tmp_path / "rules")
    checked = check(tmp_path / "rules")
    assert checked.problems == ()
    assert checked.book is not None
    assert checked.book.frame.id == load_frame().id
