"""Each rule over several fields: a payload that keeps it, one that breaks it, and where."""

import json
from typing import Any

import pytest

from sandbox.strict import Problem, check_message, check_view
from sandbox.strict_rules import read
from tests.sandbox.samples import modal, options, plain, section, table, text_input

CELL = {"type": "raw_text", "text": "a"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "b"}]}],
}
CHART = {
    "type": "data_visualization",
    "title": "Ticks",
    "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]},
}
FILE = text_input("a") | {"element": {"type": "file_input", "action_id": "f"}}
UNSENDABLE = modal(text_input("a"))
del UNSENDABLE["submit"]


def message(*blocks: Any) -> dict[str, Any]:
    return {"blocks": [*blocks]}


def markdown(length: int) -> dict[str, Any]:
    return {"type": "markdown", "text": "x" * length}


def data_table(*rows: list[Any]) -> dict[str, Any]:
    return message({"type": "data_table", "caption": "c", "rows": [*rows]})


def buttons(*action_ids: str) -> dict[str, Any]:
    made = [{"type": "button", "action_id": one, "text": plain("Go")} for one in action_ids]
    return message({"type": "actions", "elements": made})


def select(*groups: list[dict[str, Any]]) -> dict[str, Any]:
    labelled = [{"label": plain(str(at)), "options": group} for at, group in enumerate(groups)]
    return message(section(accessory={"type": "static_select", "option_groups": labelled}))


def checkboxes(initial: dict[str, Any]) -> dict[str, Any]:
    boxes = {"type": "checkboxes", "options": options("a", "b"), "initial_options": [initial]}
    return message(section(accessory=boxes))


def view_of(size: int) -> dict[str, Any]:
    """A modal of so many bytes, in which every text is within its own limit."""
    most = [section("é" * 2500)] * 49
    empty = len(json.dumps(modal(*most, section("")), ensure_ascii=False).encode())
    return modal(*most, section("x" * (size - empty)))


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "one_table_per_message": (message(table()), message(table(), table()), "/blocks/1"),
    "two_charts_per_message": (message(CHART, CHART), message(CHART, CHART, CHART), "/blocks/2"),
    "markdown_total": (
        message(markdown(6000), markdown(6000)),
        message(markdown(6000), markdown(6001)),
        "/blocks/1/text",
    ),
    "table_chars": (
        message(table(10, "x" * 1000)),
        message(table(10, "x" * 1001)),
        "/blocks/0/rows/9/0/text",
    ),
    "data_table_columns": (
        data_table([CELL], [CELL]),
        data_table([CELL], [CELL, CELL]),
        "/blocks/0/rows/1",
    ),
    "data_table_header": (
        data_table([CELL], [RICH]),
        data_table([RICH], [CELL]),
        "/blocks/0/rows/0/0",
    ),
    "block_id_unique": (
        modal(section(block_id="a"), section(block_id="b"), section()),
        modal(section(block_id="a"), section(block_id="b"), section(block_id="a")),
        "/view/blocks/2/block_id",
    ),
    "action_id_unique": (buttons("a", "b"), buttons("a", "a"), "/blocks/0/elements/1/action_id"),
    "focus_on_load_once": (
        modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=False)),
        modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)),
        "/view/blocks/1/element/focus_on_load",
    ),
    "option_value_unique": (
        select(options("a", "b"), options("c")),
        select(options("a", "b"), options("a")),
        "/blocks/0/accessory/option_groups/1/options/0/value",
    ),
    "initial_option_exact": (
        checkboxes({"text": plain("b"), "value": "b"}),
        checkboxes({"text": plain("B"), "value": "b"}),
        "/blocks/0/accessory/initial_options/0",
    ),
    "modal_submit_with_input": (modal(text_input("a")), UNSENDABLE, "/view"),
    "markdown_text_exclusive": ({"markdown_text": "a"}, {"markdown_text": "a", "text": "b"}, ""),
    "file_input_no_dispatch": (
        modal(FILE | {"dispatch_action": False}, text_input("b") | {"dispatch_action": True}),
        modal(FILE | {"dispatch_action": True}),
        "/view/blocks/0/dispatch_action",
    ),
    "view_size": (view_of(250_000), view_of(250_001), "/view"),
}


def said(payload: dict[str, Any]) -> list[Problem]:
    return check_view(payload) if "type" in payload else check_message(payload)


@pytest.mark.parametrize("rule", [one["id"] for one in read("limits.json")["rules"]])
def test_kept_it_is_silent_and_broken_it_says_where(rule: str) -> None:
    right, wrong, where = CASES[rule]
    assert said(right) == []
    assert [(one.where, one.rule) for one in said(wrong)] == [(where, rule)]
