"""What the strict check says of whole messages, views and answers."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.strict import Problem, check_ack, check_message, check_view, error_code, refusal
from tests.sandbox.payloads import SHAPES, minimal, placed
from tests.sandbox.samples import modal, mrkdwn, options, plain, section, table, text_input


def found(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.where, one.rule) for one in problems]


class TestErrors:
    def test_a_rule_with_an_answer_of_its_own_gives_slacks_error(self) -> None:
        tables = check_message({"blocks": [table(), table()]})
        assert error_code(tables, "invalid_blocks") == "invalid_attachments"
        assert refusal(tables) == ["[ERROR] only_one_table_allowed [json-pointer:/blocks/1]"]
        too_long = check_message({"text": "x" * 4001}, update=True)
        assert error_code(too_long, "invalid_blocks") == "msg_too_long"

    def test_all_others_give_the_methods_general_one(self) -> None:
        assert error_code(check_message({"text": 1}), "invalid_blocks") == "invalid_blocks"


class TestWords:
    def test_they_are_slacks(self) -> None:
        wrong = modal(
            section("x" * 3001), {"type": "header", "text": mrkdwn("Bold")}, title=plain("")
        )
        assert set(refusal(check_view(wrong))) == {
            "[ERROR] must be more than 0 characters [json-pointer:/view/title/text]",
            "[ERROR] must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
            "[ERROR] unsupported type: mrkdwn [json-pointer:/view/blocks/1/text/type]",
        }

    def test_a_pointer_names_any_key(self) -> None:
        answer = {"response_action": "errors", "errors": {"a/b~c": ""}}
        problems = check_ack("view_submission", answer, modal(text_input("a/b~c")))
        assert refusal(problems) == [
            "[ERROR] must be more than 0 characters [json-pointer:/errors/a~1b~0c]"
        ]


class TestAnswers:
    VIEW = modal(text_input("title"), section(block_id="words"))

    def errors(self, errors: Any) -> list[tuple[str, str]]:
        answer = {"response_action": "errors", "errors": errors}
        return found(check_ack("view_submission", answer, self.VIEW))

    @pytest.mark.parametrize("empty", [None, "", {}])
    @pytest.mark.parametrize("kind", ["view_submission", "slash_commands", "block_actions"])
    def test_an_empty_one_is_right(self, kind: str, empty: Any) -> None:
        assert check_ack(kind, empty, self.VIEW) == []

    def test_errors_are_plain_strings_at_input_blocks(self) -> None:
        assert self.errors({"title": "Please give it a name"}) == []
        assert self.errors({}) == [("/errors", "ack_errors.errors.minItems")]
        assert self.errors({"title": ["no"]}) == [("/errors/title", "kind")]
        assert self.errors({"words": "no"}) == [("/errors/words", "errors_name_inputs")]
        assert self.errors({"gone": "no"}) == [("/errors/gone", "errors_name_inputs")]
        assert ("/errors", "kind") in self.errors("no")

    @pytest.mark.parametrize("action", ["update", "push"])
    def test_a_view_in_the_answer_is_checked(self, action: str) -> None:
        right = {"response_action": action, "view": modal(section())}
        wrong = {"response_action": action, "view": modal(section(), table())}
        assert check_ack("view_submission", right, self.VIEW) == []
        assert found(check_ack("view_submission", wrong, self.VIEW)) == [
            ("/view/blocks/1/type", "surface")
        ]

    def test_clear_says_nothing_more(self) -> None:
        assert check_ack("view_submission", {"response_action": "clear"}, self.VIEW) == []
        more = {"response_action": "clear", "view": self.VIEW}
        assert found(check_ack("view_submission", more, self.VIEW)) == [("", "unknown")]

    def test_an_unknown_answer_is_refused(self) -> None:
        assert found(check_ack("view_submission", {"response_action": "close"}, self.VIEW)) == [
            ("/response_action", "unsupported")
        ]
        assert check_ack("view_submission", "Thanks!", self.VIEW)

    def test_a_command_is_answered_with_a_message(self) -> None:
        assert check_ack("slash_commands", "Coming", None) == []
        answer = {"response_type": "ephemeral", "text": "Hi", "blocks": [section()]}
        assert check_ack("slash_commands", answer, None) == []
        assert found(
            check_ack("slash_commands", {"blocks": [text_input("a") | {"hint": "h"}]}, None)
        ) == [("/blocks/0/hint", "kind")]

    def test_an_external_select_gets_options(self) -> None:
        assert check_ack("block_suggestion", {"options": options("a")}, None) == []
        assert check_ack("block_suggestion", {}, None)


keys = st.sampled_from(
    sorted({name for shape in SHAPES.values() for name in shape.fields} | {"type", "errors", "zzz"})
)
types = st.sampled_from([shape.type for shape in SHAPES.values() if shape.type])
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | types,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)


def wounded(value: Any, way: list[int], wound: Any) -> Any:
    """`value` with `wound` somewhere inside it, found by following `way`."""
    if not way or not isinstance(value, dict | list) or not value:
        return wound
    if isinstance(value, list):
        index = way[0] % len(value)
        return [*value[:index], wounded(value[index], way[1:], wound), *value[index + 1 :]]
    key = sorted(value)[way[0] % len(value)]
    return value | {key: wounded(value[key], way[1:], wound)}


VALID = [
    spot.payload
    for shape in SHAPES.values()
    for spot in placed(shape.name, minimal(shape))
    if not spot.problems()
]


class TestHostile:
    @settings(max_examples=150, deadline=None)
    @given(junk)
    def test_any_json_gives_problems_and_never_an_exception(self, value: Any) -> None:
        view = check_view(value)
        assert view
        refusal([*view, *check_message(value), *check_message(value, update=True)])
        for kind in ("view_submission", "block_suggestion", "slash_commands", "block_actions"):
            check_ack(kind, value, value)

    @settings(max_examples=300, deadline=None)
    @given(st.sampled_from(VALID), st.lists(st.integers(0, 50), max_size=8), junk)
    def test_a_wound_anywhere_in_a_right_payload_is_survived(
        self, payload: Any, way: list[int], wound: Any
    ) -> None:
        hurt = wounded(payload, way, wound)
        refusal(
            [*check_message(hurt), *check_view(hurt), *check_ack("view_submission", hurt, hurt)]
        )

    def test_a_payload_nested_without_end_is_refused(self) -> None:
        deep: Any = []
        for _ in range(100_000):
            deep = [deep]
        assert found(check_message({"blocks": deep})) == [("/blocks/0", "kind")]
        assert ("/view", "view_size") in found(check_view(modal(section(), private_metadata=deep)))
        assert check_view({"type": deep, "blocks": deep})
        boxes = {
            "type": "checkboxes",
            "options": options("a"),
            "initial_options": [{"value": deep}],
        }
        assert check_message({"blocks": [section(accessory=boxes)]})

    def test_a_huge_one_is_measured(self) -> None:
        assert check_message({"text": "x" * 5_000_000})
        assert check_message({"blocks": [section()] * 10_000})
