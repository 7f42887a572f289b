"""The way from the command to five ticks, gone in the page as a person goes it.

Shared by its tests and by the screenshots. Each step ends when what it leads to can be seen.
"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.waiting import A_PRESS, PATIENCE

TITLE = "ML Engineer, churn service"
PROBLEM = "Somebody runs the churn model by hand each week. Support needs it live."
PLACE = "Remote, Europe"
LONG_PAST = "2020-01-01"

STEPS = [
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
    "Create the take-home",
    "Evaluate candidate signals",
]


@dataclass(frozen=True, slots=True)
class Screen:
    width: int
    height: int
    theme: str

    @property
    def is_phone(self) -> bool:
        return self.width < 600


DESKTOP = Screen(1280, 800, "light")
DARK_DESKTOP = Screen(1280, 800, "dark")
PHONE = Screen(390, 844, "light")
DARK_PHONE = Screen(390, 844, "dark")


@dataclass(frozen=True, slots=True)
class Seen:
    """A step of the way, as it stands on somebody's screen."""

    name: str
    page: Page


async def at_desk(
    chromium: Browser,
    address: str,
    person: str,
    screen: Screen = DESKTOP,
    broken: Callable[[str], None] | None = None,
) -> Page:
    """Somebody in #hiring-ml, at a browser of their own. `broken` hears what its scripts throw."""
    context = await chromium.new_context(
        viewport={"width": screen.width, "height": screen.height},
        locale="en-GB",
        reduced_motion="reduce",
        has_touch=screen.is_phone,
        is_mobile=screen.is_phone,
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    if broken is not None:
        page.on("pageerror", lambda error: broken(str(error)))
    words = urlencode({"as": person, "channel": "hiring-ml", "theme": screen.theme})
    await page.goto(f"{address}/?{words}")
    await page.get_by_text("Connected", exact=True).wait_for(state="attached")
    return page


def message_box(page: Page) -> Locator:
    return page.get_by_label("Message #hiring-ml")


def window(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title)


def thread(page: Page) -> Locator:
    return page.get_by_role("region", name="Thread")


def card(page: Page) -> Locator:
    """The request's message in the channel."""
    return page.get_by_role("main").get_by_role("article").filter(has_text="REQ-1 · ")


async def begins_command(page: Page) -> None:
    await message_box(page).press_sequentially("/hir")
    await expect(page.get_by_role("option", name="/hire-ml")).to_be_visible()


async def types_command(page: Page) -> Locator:
    """The command, completed by a key; the first question."""
    await begins_command(page)
    await page.keyboard.press("Tab")
    await expect(message_box(page)).to_have_value("/hire-ml ")
    await page.keyboard.press("Enter")
    return await shown(page, "Whom do we need?")


async def shown(page: Page, title: str) -> Locator:
    """The window of this title, as soon as it can be worked in."""
    opened = window(page, title)
    await expect(opened).to_be_visible()
    await expect(opened.get_by_text("Working…")).to_have_count(0)
    return opened


async def presses(page: Page, button: str, leads_to: str) -> Locator:
    """A button of the open window, by its words, and the title of the window that follows."""
    named = page.get_by_role("dialog").get_by_role("button", name=button, exact=True)
    await named.filter(has_text=button).click(delay=A_PRESS)
    return await shown(page, leads_to)


async def picks(asked: Locator, answer: str) -> None:
    await asked.get_by_role("radio", name=re.compile(f"^{re.escape(answer)}")).check()


async def chooses(asked: Locator, field: str, option: str) -> None:
    box = asked.get_by_role("combobox", name=field)
    await box.click(delay=A_PRESS)
    await expect(box).to_have_attribute("aria-expanded", "true")
    named = re.compile(rf"^{re.escape(option)}\b")
    await asked.page.get_by_role("option", name=named).click(delay=A_PRESS)


async def sends(form: Locator) -> None:
    await form.get_by_role("button", name="Open request").click(delay=A_PRESS)


async def comes_to_card(page: Page) -> None:
    """Once the request is sent. Where that takes long a window says so, and in the end that it is done."""
    link = card(page).get_by_role("link", name="Checklist")
    done = window(page, "Request opened")
    await expect(link.or_(done)).to_be_visible()
    if await done.is_visible():
        await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(link).to_be_visible()


async def opens_thread(page: Page) -> Locator:
    """By the card's button."""
    await card(page).get_by_role("link", name="Checklist").click()
    await expect(thread(page).get_by_role("checkbox")).to_have_count(5)
    return thread(page)


async def ticks(page: Page, step: str) -> None:
    """Until the one who ticked is told so."""
    box = thread(page).get_by_role("checkbox", name=step)
    await expect(box).not_to_be_checked()
    await box.check()
    await expect(thread(page).get_by_text(f"Step {STEPS.index(step) + 1} done.")).to_be_visible()


async def comes_to_advice(page: Page) -> AsyncIterator[Seen]:
    """From the command to the advice: one answer changed, the window closed by accident."""
    await begins_command(page)
    yield Seen("command", page)
    await message_box(page).fill("")
    asked = await types_command(page)
    await asked.get_by_label("What is the problem?").fill(PROBLEM)
    await picks(asked, "Both at once")
    yield Seen("first-question", page)
    asked = await presses(page, "Next", "Where is it today?")
    await presses(page, "‹ Back", "Whom do we need?")
    await picks(asked := window(page, "Whom do we need?"), "A live service")
    asked = await presses(page, "Next", "Where is it today?")
    await asked.get_by_role("button", name="Close window").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await types_command(page)
    yield Seen("unfinished", page)
    asked = await presses(page, "Continue", "Where is it today?")
    await picks(asked, "Live, growing")
    await (
        asked.get_by_role("radiogroup", name="Which is nearer to your need?")
        .get_by_role("radio", name="Both")
        .check()
    )
    yield Seen("project", page)
    asked = await presses(page, "Next", "What could change it?")
    await chooses(asked, "Is there a model?", "Yes, one is live")
    yield Seen("three-more", page)
    asked = await presses(page, "Four more questions", "Four more")
    await chooses(asked, "Who will use the results?", "A product")
    await chooses(asked, "How must the results arrive?", "A report")
    await chooses(asked, "Can the people you have put a model live?", "No")
    yield Seen("four-more", page)
    await presses(page, "Get advice", "Advice")
    yield Seen("advice", page)


async def looks_around(page: Page) -> AsyncIterator[Seen]:
    """The advice's side steps, and back."""
    await presses(page, "Show working", "Show working")
    yield Seen("working", page)
    await window(page, "Show working").get_by_text("Rules of").scroll_into_view_if_needed()
    yield Seen("working-foot", page)
    await presses(page, "Back", "Advice")
    await presses(page, "I disagree…", "I disagree")
    yield Seen("disagree", page)
    await presses(page, "Back", "Advice")


async def opens_request(page: Page) -> AsyncIterator[Seen]:
    """From the advice to the card; a date in the past on the way."""
    form = await presses(page, "Continue", "Open the request")
    await form.get_by_label("Title").fill(TITLE)
    await form.get_by_label("Place").fill(PLACE)
    await form.get_by_label("Start by").fill(LONG_PAST)
    await sends(form)
    await expect(form.get_by_text("1 Jan 2020 has passed")).to_be_visible()
    await shown(page, "Open the request")
    yield Seen("form-refused", page)
    await form.get_by_label("Start by").fill("")
    await chooses(form, "Recruiter", "Sam Cole")
    yield Seen("form-recruiter", page)
    await form.get_by_role("button", name="‹ Back").scroll_into_view_if_needed()
    yield Seen("form-foot", page)
    await sends(form)
    await comes_to_card(page)
    yield Seen("card", page)


async def works_checklist(page: Page) -> AsyncIterator[Seen]:
    """Five ticks, one of them taken back and given again."""
    await expect(card(page).get_by_role("link", name="Checklist")).to_be_visible()
    pane = await opens_thread(page)
    yield Seen("thread-new", page)
    for step in STEPS[:2]:
        await ticks(page, step)
    await page.mouse.move(0, 0)
    await page.evaluate("() => document.activeElement.blur()")
    yield Seen("thread", page)
    await pane.get_by_role("region", name="Table").scroll_into_view_if_needed()
    yield Seen("matrix", page)
    for step in STEPS[2:]:
        await ticks(page, step)
    await pane.get_by_role("button", name="Undo").last.click()
    await expect(pane.get_by_text("Step 5 is open again.")).to_be_visible()
    yield Seen("undone", page)
    await ticks(page, STEPS[-1])
    await expect(pane.get_by_text("5 of 5 done")).to_be_visible()
    await pane.get_by_role("checkbox", name=STEPS[0]).scroll_into_view_if_needed()
    yield Seen("all-done", page)


async def whole_way(manager: Page, recruiter: Page) -> AsyncIterator[Seen]:
    """The main job, with everything beside the way looked at once."""
    for part in (
        comes_to_advice(manager),
        looks_around(manager),
        opens_request(manager),
        works_checklist(recruiter),
    ):
        async for seen in part:
            yield seen
