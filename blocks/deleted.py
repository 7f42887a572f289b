"""What of a request was deleted in Slack: said where it is looked at, with the way to have it again."""

from collections.abc import Collection, Iterable, Iterator

from blocks import kit
from blocks.ids import Action
from blocks.request_rows import THINGS, RequestRef
from bot.domain.hiring_request import HiringRequest
from bot.domain.request_list import RequestRow
from bot.domain.shown import Thing

POST_AGAIN = Action("deleted.post_again", carries=RequestRef)

POST_IT_AGAIN = "Post it again"


def things(those: Iterable[Thing]) -> str:
    """In words: `the checklist and the decision`. With the card goes what stands in its thread."""
    found = {*those}
    if Thing.CARD in found:
        found = {Thing.CARD}
    return " and ".join(f"the {THINGS[one]}" for one in Thing if one in found)


def in_window(
    request: HiringRequest, deleted: Collection[Thing], *, leads: bool
) -> Iterator[kit.Block]:
    """`leads`: its reader may have it posted again."""
    if not deleted:
        return
    what = things(deleted)
    verb = "was" if Thing.CARD in deleted or len(deleted) == 1 else "were"
    says = f"*{what.capitalize()} {verb} deleted* from <#{request.channel}>. Nothing is lost."
    if Thing.CARD in deleted:
        says += " Posted again, it gets a new thread, with checklist and decision."
    yield kit.section(says)
    if leads:
        yield kit.actions(_button(request))


def in_row(request: RequestRow) -> Iterator[kit.Block]:
    """Below a row of somebody's who leads it."""
    if request.deleted and request.leads and request.status.under_way:
        yield kit.actions(_button(request))


def said(*, shown: bool) -> str:
    """To who had it posted again: small print."""
    return "✓ Posted again" if shown else "It is on its way to its channel."


def _button(request: RequestRow | HiringRequest) -> kit.Element:
    ref = RequestRef(request.number.value)
    return kit.button(POST_AGAIN, POST_IT_AGAIN, ref, label=f"{POST_IT_AGAIN}: {request.number}")
