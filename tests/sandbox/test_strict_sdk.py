"""Every field that slack_sdk can send is one the workspace knows."""

import inspect
from collections.abc import Iterator

import pytest
from slack_sdk.models.blocks import block_elements, blocks

from tests.sandbox.payloads import SHAPES

# What Slack sends and apps cannot: contract of blocks.json, see shapes.json.
INBOUND = {"file", "call", "auth_provider"}
# Its base class gives every interactive element these, also where Slack has no such field.
NOT_SLACKS = {"alt_text", "subtype"}
NOT_SLACKS_IN = {
    "checkboxes": {"placeholder"},
    "radio_buttons": {"placeholder"},
    "datetimepicker": {"placeholder"},
    "plain_text_input": {"confirm"},
    "email_text_input": {"confirm"},
    "url_text_input": {"confirm"},
    "number_input": {"confirm"},
    "rich_text_input": {"confirm"},
    "file_input": {"confirm", "placeholder", "focus_on_load"},
}


def models() -> Iterator[tuple[str, str, set[str]]]:
    for module in (blocks, block_elements):
        for name, model in inspect.getmembers(module, inspect.isclass):
            kind = getattr(model, "type", None)
            if (
                model.__module__ == module.__name__
                and isinstance(kind, str)
                and kind not in INBOUND
            ):
                fields = inspect.getattr_static(model, "attributes")
                known = (
                    fields.fget(model.__new__(model)) if isinstance(fields, property) else fields
                )
                yield name, kind, set(known) - NOT_SLACKS - NOT_SLACKS_IN.get(kind, set())


@pytest.mark.parametrize(("model", "kind", "fields"), [*models()], ids=[one[0] for one in models()])
def test_the_sdks_fields_are_known(model: str, kind: str, fields: set[str]) -> None:
    known = [
        {"type", *shape.fields} for shape in SHAPES.values() if kind in (shape.name, shape.type)
    ]
    assert any(fields <= one for one in known), [fields - one for one in known]
