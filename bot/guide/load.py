"""The guide's files → frozen values that hold together."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.domain.role import Plan
from bot.domain.tree import (
    Certainty,
    CertaintyWords,
    Gate,
    Page,
    PlanWords,
    Question,
    Rules,
    Tension,
    Tree,
)
from bot.guide import check, check_pages
from bot.guide.reading import GuideError, Value, read
from bot.guide.values import Briefs, Examples, Guide, HandedOver, Matrix, Pay, Roles, Start, Steps

HERE = Path(__file__).parent

TREE_KEYS = {
    "version", "rules", "questions", "pages", "gates", "tensions", "certainties", "plans"
}  # fmt: skip


def load(folder: Path = HERE) -> Guide:
    """Everything that the guide says.

    Raises:
        GuideError: naming the file and the key of the first thing that is wrong.
    """
    tree = _tree(_toml(folder, "tree.toml"))
    _refuse("tree.toml", check.faults_of_tree(tree))
    guide = Guide(
        tree=tree,
        start=_whole(folder, "start.toml", Start),
        matrix=_whole(folder, "matrix.toml", Matrix),
        roles=_whole(folder, "roles.toml", Roles),
        pay=_whole(folder, "pay.toml", Pay),
        examples=_whole(folder, "examples.toml", Examples),
        steps=_whole(folder, "steps.toml", Steps),
        briefs=_whole(folder, "briefs.toml", Briefs),
        handoff=_whole(folder, "handoff.toml", dict[Plan, tuple[HandedOver, ...]]),
    )
    _refuse("matrix.toml", check_pages.faults_of_matrix(guide.matrix, tree))
    _refuse("roles.toml", check_pages.faults_of_roles(guide.roles))
    _refuse("pay.toml", check_pages.faults_of_pay(guide.pay))
    _refuse("examples.toml", check_pages.faults_of_examples(guide.examples, tree))
    _refuse("steps.toml", check_pages.faults_of_steps(guide.steps))
    _refuse("handoff.toml", check_pages.faults_of_handoff(guide.handoff))
    _refuse("briefs.toml", check_pages.faults_of_briefs(guide.briefs, tree))
    return guide


def _whole(folder: Path, file: str, wanted: type[Value]) -> Value:
    return read(file, "", _toml(folder, file), wanted)


def _tree(raw: dict[str, Any]) -> Tree:
    """The tables keyed by id are read one by one, so that an error names the id."""
    for key in raw.keys() - TREE_KEYS:
        raise GuideError("tree.toml", key, "unknown key")
    for key in sorted(TREE_KEYS - raw.keys()):
        raise GuideError("tree.toml", key, "missing")
    file = "tree.toml"
    return Tree(
        version=read(file, "version", raw["version"], str),
        rules=read(file, "rules", raw["rules"], Rules),
        questions={
            key: read(file, f"questions.{key}", {"id": key, **body}, Question)
            for key, body in raw["questions"].items()
        },
        pages=tuple(
            read(file, f"pages.{key}", {"id": key, **body}, Page)
            for key, body in raw["pages"].items()
        ),
        gates=read(file, "gates", raw["gates"], tuple[Gate, ...]),
        tensions=read(file, "tensions", raw["tensions"], tuple[Tension, ...]),
        certainties=read(file, "certainties", raw["certainties"], dict[Certainty, CertaintyWords]),
        plans=read(file, "plans", raw["plans"], dict[Plan, PlanWords]),
    )


def _toml(folder: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise GuideError(file, "", str(wrong)) from wrong


def _refuse(file: str, faults: Iterable[check.Fault]) -> None:
    for key, problem in faults:
        raise GuideError(file, key, problem)
