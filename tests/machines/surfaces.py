"""All that everybody can see of requests, held against what the database has."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.hiring_request import HiringRequest
from bot.domain.home import LIVE_FOR, MOST_OWN, MOST_WAITING, PAGE_SIZE
from bot.store.tables import hiring_requests
from sandbox.values import Json
from tests.machines import reading, truth
from tests.machines.company import Company, text_of
from tests.machines.reading import Facts
from tests.machines.truth import UNDER_WAY, USERS, Reader
from tests.stories import kept


async def all_requests(company: Company) -> list[HiringRequest]:
    """The newest first."""
    async with company.bot.database.reading() as connection:
        of_here = hiring_requests.c.workspace_id == kept.ACME
        numbers = await connection.scalars(
            hiring_requests.select().with_only_columns(hiring_requests.c.number).where(of_here)
        )
    return [await kept.request(company.bot, number) for number in sorted(numbers, reverse=True)]


def reader(company: Company, who: str) -> Reader:
    zone = ZoneInfo(company.workspace.state.people[USERS[who]].tz)
    now = datetime.fromtimestamp(company.workspace.clock.now(), UTC)
    return Reader(who, now.astimezone(zone).date())


class Surfaces:
    def __init__(self, company: Company, requests: list[HiringRequest]) -> None:
        self._company = company
        self._requests = requests

    # What stands there, for everybody ------------------------------------------------------------

    def cards_and_checklists(self, who: str) -> None:
        """As far as somebody can look into their channels, on their own screen."""
        for request in self._requests:
            card = self._message(who, request, _is_card)
            if self._sees_channel(who, request):
                self._agrees(who, request, "the card", card, reading.card, truth.card(request))
                checklist = self._message(who, request, _is_checklist)
                self._agrees(
                    who,
                    request,
                    "the checklist",
                    checklist,
                    reading.checklist,
                    truth.checklist(request),
                )
            elif card is not None:
                raise AssertionError(f"{who} sees the card of {request.number}")

    def home(self, who: str) -> None:
        """As it was published, where it is kept up to date."""
        opened = self._company.home_opened_at.get(who)
        now = self._company.workspace.clock.now()
        if opened is None or now - opened >= LIVE_FOR.total_seconds():
            return
        text = self._company.people[who].home
        looking = reader(self._company, who)
        waiting, own, found = reading.home(text)
        visible = [one for one in self._requests if looking.sees(one)]
        under_way = [one for one in visible if one.status in UNDER_WAY]
        theirs = [one for one in under_way if looking.belongs_to(one)]
        self._lists(who, "their own on Home", own, theirs[:MOST_OWN])
        self._lists(who, "all on Home", found, under_way[:PAGE_SIZE])
        self._waits(who, text, waiting, looking)

    def _waits(self, who: str, text: str, waiting: str, looking: Reader) -> None:
        wanted = truth.waiting(self._requests, looking)
        seen = reading.waiting(waiting)
        counted = reading.waits(text)
        shown = {key: wanted.get(key) for key in seen}
        if counted != len(wanted) or seen != shown or len(seen) != min(MOST_WAITING, len(wanted)):
            raise AssertionError(
                f"What waits for {who} on Home: {counted}: {seen}; in the database: {wanted}\n{text}"
            )

    # What is asked for ---------------------------------------------------------------------------

    async def lists(self, who: str) -> None:
        looking = reader(self._company, who)
        visible = [one for one in self._requests if looking.sees(one)]
        for words, wanted in (
            ("", [one for one in visible if one.status in UNDER_WAY]),
            ("all", visible),
            (
                "mine",
                [one for one in visible if one.status in UNDER_WAY and looking.belongs_to(one)],
            ),
        ):
            said = await self._company.is_told(who, f"/hire-ml list {words}".strip())
            if reading.total(said) != len(wanted):
                raise AssertionError(f"{who} should have {len(wanted)} requests:\n{said}")
            self._lists(who, f"list {words}", said, wanted)

    async def statuses(self, who: str) -> None:
        """And the window, which opens from there."""
        looking = reader(self._company, who)
        for request in self._requests:
            said = await self._company.is_told(who, f"/hire-ml status {request.number}")
            if not looking.sees(request):
                if (
                    said
                    != f"There is no {request.number} here. It may belong to another workspace."
                ):
                    raise AssertionError(f"{who} hears of {request.number}:\n{said}")
                continue
            wanted = truth.status(request, looking.today)
            self._holds(who, f"status {request.number}", said, reading.status, wanted)

    # How -----------------------------------------------------------------------------------------

    def _lists(self, who: str, what: str, text: str, wanted: Iterable[HiringRequest]) -> None:
        looking = reader(self._company, who)
        rows = {one.number.value: truth.row(one, looking.today) for one in wanted}
        self._holds(
            who,
            what,
            text,
            lambda text: dict(enumerate(reading.rows(text).items())),
            dict(enumerate(rows.items())),
        )

    def _agrees(
        self,
        who: str,
        request: HiringRequest,
        what: str,
        message: Json | None,
        read: Callable[[str], Facts],
        wanted: Facts,
    ) -> None:
        if message is None:
            raise AssertionError(f"{who} does not see {what} of {request.number}")
        text = text_of(self._company.people[who], message)
        self._holds(who, f"{what} of {request.number}", text, read, wanted)

    def _holds(
        self, who: str, what: str, text: str, read: Callable[[str], object], wanted: object
    ) -> None:
        seen = read(text)
        if seen != wanted:
            raise AssertionError(f"{who}, {what}:\n{differences(seen, wanted)}\n───\n{text}")

    def _sees_channel(self, who: str, request: HiringRequest) -> bool:
        return self._company.workspace.state.channels[request.channel].seen_by(USERS[who])

    def _message(
        self, who: str, request: HiringRequest, right: Callable[[Json, HiringRequest], bool]
    ) -> Json | None:
        there = self._company.people[who]._eyes.messages.values()
        found = [one for one in there if not one["ephemeral"] and right(one, request)]
        if len(found) > 1:
            raise AssertionError(f"{who} sees {len(found)} copies:\n{found}")
        return found[0] if found else None


def _is_card(message: Json, request: HiringRequest) -> bool:
    head = message["blocks"][0] if message["blocks"] else {}
    said = head.get("text", {}).get("text", "") if head.get("type") == "header" else ""
    return message["thread_ts"] in (None, message["ts"]) and said.startswith(f"{request.number} · ")


def _is_checklist(message: Json, request: HiringRequest) -> bool:
    return str(message["text"]).startswith(f"{request.number}: checklist, ")


def differences(seen: object, wanted: object) -> str:
    if not isinstance(seen, dict) or not isinstance(wanted, dict):
        return f"it says {seen!r}; the database says {wanted!r}"
    return "\n".join(
        f"  {key}: it says {seen.get(key, 'nothing')!r}; "
        f"the database says {wanted.get(key, 'nothing')!r}"
        for key in sorted({*seen, *wanted}, key=str)
        if seen.get(key, "nothing") != wanted.get(key, "nothing")
    )
