"""What an operator can set and say is documented, and what is documented is there."""

import re
from pathlib import Path

from bot import settings
from bot.__main__ import _parser
from bot.manifest import OPTIONAL_SCOPES, SCOPES

ROOT = Path(__file__).parents[2]


def _commands() -> set[str]:
    """Every command as it is typed, from the parser itself."""
    found = set()
    (top,) = (
        action for action in _parser()._actions if hasattr(action, "choices") and action.choices
    )
    for name, parser in top.choices.items():
        below = [
            action for action in parser._actions if hasattr(action, "choices") and action.choices
        ]
        found |= {f"{name} {step}" for action in below for step in action.choices} or {name}
    return found


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    documented = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    )
    assert documented == settings.NAMES


def test_the_example_environment_has_every_setting() -> None:
    written = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert written == settings.NAMES


def test_every_command_is_documented() -> None:
    documented = set(
        re.findall(
            r"^\| `hire-ml ([a-z ]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE
        )
    )
    assert documented == _commands()


def test_every_scope_is_explained() -> None:
    said = (ROOT / "docs/install.md").read_text()
    assert [scope for scope in (*SCOPES, *OPTIONAL_SCOPES) if f"`{scope}`" not in said] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        named = re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(), re.MULTILINE)
        assert set(named) <= targets, page.name
