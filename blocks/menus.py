"""What is chosen outside of a form's inputs: elements that tell the app as soon as they change."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from blocks.ids import Action
from blocks.inputs import Option, offered
from blocks.kit import PLACEHOLDER, Element, plain, with_
from bot.domain.identity import ChannelId, Person


def menu(
    action: Action[Any],
    options: Sequence[Option],
    *,
    chosen: str | None = None,
    placeholder: str | None = None,
) -> Element:
    return _menu("static_select", action, placeholder, **offered(options, chosen))


def person(action: Action[Any], placeholder: str, *, chosen: Person | None = None) -> Element:
    return _menu("users_select", action, placeholder, initial_user=chosen and chosen.user)


def people(
    action: Action[Any], placeholder: str, *, chosen: Sequence[Person] = (), at_most: int
) -> Element:
    return _menu(
        "multi_users_select",
        action,
        placeholder,
        initial_users=[one.user for one in chosen] or None,
        max_selected_items=at_most,
    )


def channel(action: Action[Any], placeholder: str, *, chosen: ChannelId | None = None) -> Element:
    """Of the public and private channels that its reader is in."""
    return _menu(
        "conversations_select",
        action,
        placeholder,
        filter={"include": ["public", "private"], "exclude_bot_users": True},
        initial_conversation=chosen,
    )


def day(action: Action[Any], placeholder: str, *, chosen: date | None = None) -> Element:
    return _menu("datepicker", action, placeholder, initial_date=chosen and chosen.isoformat())


def _menu(kind: str, action: Action[Any], placeholder: str | None, **more: Any) -> Element:
    told = None if placeholder is None else plain(placeholder, PLACEHOLDER)
    return with_({"type": kind, "action_id": action.id}, placeholder=told, **more)
