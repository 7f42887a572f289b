"""The main job in chromium, on the real bot over Socket Mode, as a manager and a recruiter do it."""

from collections.abc import AsyncIterator, Awaitable
from typing import Protocol

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import App
from bot.manifest import manifest
from sandbox.workspace import Sandbox
from tests.browser import flow
from tests.browser.audit import barriers
from tests.browser.flow import STEPS, card, message_box, shown, thread, window
from tests.browser.waiting import PATIENCE
from tests.hiring import NOW

pytestmark = pytest.mark.browser


class SitsDown(Protocol):
    def __call__(self, person: str, screen: flow.Screen = flow.DESKTOP) -> Awaitable[Page]: ...


@pytest.fixture
def transport() -> str:
    """The stories go both ways; what is looked at here is the page."""
    return "socket"


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    """As patient as the tests: that Slack is answered in time is the stories' matter."""
    sandbox = Sandbox(manifest(url=None), at=NOW, ack_deadline=PATIENCE / 1000)
    async with sandbox.serving():
        yield sandbox


@pytest.fixture
async def sits_down(workspace: Sandbox, bot: App, chromium: Browser) -> AsyncIterator[SitsDown]:
    """Somebody at a browser of their own."""
    broken: list[str] = []

    async def sits(person: str, screen: flow.Screen = flow.DESKTOP) -> Page:
        return await flow.at_desk(chromium, workspace.base_url, person, screen, broken.append)

    yield sits
    assert broken == []


async def _focused(page: Page) -> str:
    """The accessible name of what has the focus, as far as its own words give it."""
    return str(
        await page.evaluate(
            """() => { const el = document.activeElement;
                return el.getAttribute("aria-label") ?? el.labels?.[0]?.textContent
                    ?? el.textContent }"""
        )
    ).strip()


async def _described(field: Locator) -> str:
    """What is read out with a field."""
    return str(
        await field.evaluate(
            """(el) => (el.getAttribute("aria-describedby") ?? "").split(" ")
                .map((id) => document.getElementById(id)?.textContent).join(" ")"""
        )
    )


async def _tabs_to(page: Page, name: str) -> None:
    """Presses Tab until the focus is there."""
    passed = []
    for _ in range(40):
        await page.keyboard.press("Tab")
        passed.append(await _focused(page))
        if passed[-1].startswith(name):
            return
    raise AssertionError(f"Tab never came to {name!r}; it passed {passed}")


async def test_a_manager_opens_a_request_and_a_recruiter_ticks_five_steps_all_of_it_live(
    sits_down: SitsDown,
) -> None:
    ana, sam = await sits_down("Ana Ruiz"), await sits_down("Sam Cole")

    asked = await flow.types_command(ana)
    await asked.get_by_label("What is the problem?").fill(flow.PROBLEM)
    await flow.picks(asked, "Both at once")
    asked = await flow.presses(ana, "Next", "Where is it today?")
    await expect(asked.get_by_text("Needed first: both at once")).to_be_visible()

    asked = await flow.presses(ana, "‹ Back", "Whom do we need?")
    await expect(asked.get_by_role("radio", name="Both at once")).to_be_checked()
    await flow.picks(asked, "A live service")
    asked = await flow.presses(ana, "Next", "Where is it today?")
    await expect(asked.get_by_text("Needed first: a live service")).to_be_visible()

    await asked.get_by_role("button", name="Close window").click()
    await expect(ana.get_by_role("dialog")).to_have_count(0)
    await flow.types_command(ana)
    asked = await flow.presses(ana, "Continue", "Where is it today?")
    await expect(asked.get_by_text("Needed first: a live service")).to_be_visible()

    advice = await flow.presses(ana, "See advice now", "Advice")
    await expect(
        advice.get_by_role("heading", name="Hire a Machine Learning Engineer")
    ).to_be_visible()
    form = await flow.presses(ana, "Continue", "Open the request")
    await expect(form.get_by_label("Problem")).to_have_value(flow.PROBLEM)
    await form.get_by_label("Title").fill(flow.TITLE)
    await flow.chooses(form, "Recruiter", "Sam Cole")
    await flow.sends(form)

    await flow.comes_to_card(ana)
    for page in (ana, sam):
        await expect(card(page)).to_contain_text(f"REQ-1 · {flow.TITLE}")
        await expect(card(page)).to_contain_text("0 of 5")
    await expect(sam.locator("[aria-live=polite]")).to_have_text("New message from hire-ml")

    await card(ana).get_by_role("button", name="replies, open thread").click()
    await flow.opens_thread(sam)
    for done, step in enumerate(STEPS, start=1):
        await flow.ticks(sam, step)
        await expect(card(ana)).to_contain_text(f"{done} of 5")
        await expect(thread(ana).get_by_role("checkbox", name=step)).to_be_checked()

    await thread(sam).get_by_role("button", name="Undo").last.click()
    for page in (ana, sam):
        await expect(card(page)).to_contain_text("4 of 5")
        await expect(thread(page).get_by_role("checkbox", name=STEPS[-1])).not_to_be_checked()
    await flow.ticks(sam, STEPS[-1])
    for page in (ana, sam):
        await expect(card(page)).to_contain_text("ready to interview")
    await expect(thread(ana).get_by_text("Only visible to you")).to_have_count(0)


@pytest.mark.soak
async def test_the_whole_way_can_be_gone_with_the_keyboard_alone(sits_down: SitsDown) -> None:
    page = await sits_down("Sam Cole")
    press, write = page.keyboard.press, page.keyboard.type
    await _tabs_to(page, "Message #hiring-ml")
    await write("/h")
    await expect(page.get_by_role("option", name="/hire-ml")).to_be_visible()
    await press("Enter")
    await press("Enter")
    await shown(page, "Whom do we need?")
    await _tabs_to(page, "What is the problem?")
    await write(flow.PROBLEM)
    await _tabs_to(page, "Answers")
    await press("ArrowDown")
    await expect(page.get_by_role("radio", name="A live service")).to_be_checked()
    await _tabs_to(page, "Next")
    await press("Enter")
    await shown(page, "Where is it today?")

    await press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await _focused(page) == "Message #hiring-ml"
    await write("/hire-ml")
    await press("Enter")
    await shown(page, "Whom do we need?")
    await _tabs_to(page, "Continue")
    await press("Enter")
    await shown(page, "Where is it today?")
    await _tabs_to(page, "See advice now")
    await press("Enter")
    await shown(page, "Advice")
    await _tabs_to(page, "Continue")
    await press("Enter")
    form = await shown(page, "Open the request")
    await _tabs_to(page, "Recruiter")
    await write("sam")
    await press("Enter")
    await expect(form.get_by_role("button", name="Remove Sam Cole")).to_be_visible()
    await press("Escape")  # the list alone
    await expect(form).to_be_visible()
    await _tabs_to(page, "Open request")
    await press("Enter")

    await flow.comes_to_card(page)
    assert await _focused(page) == "Message #hiring-ml"
    await card(page).get_by_role("link", name="Checklist").focus()
    await press("Enter")
    await expect(thread(page).get_by_role("checkbox")).to_have_count(5)
    assert await thread(page).evaluate("(el) => el.contains(document.activeElement)")
    for done, step in enumerate(STEPS, start=1):
        await thread(page).get_by_role("checkbox", name=step).focus()
        await press("Space")
        await expect(card(page)).to_contain_text(f"{done} of 5")
        await expect(thread(page).get_by_role("checkbox", name=step)).to_be_focused()
    await press("Escape")
    await expect(thread(page)).to_have_count(0)


@pytest.mark.parametrize("screen", [flow.DESKTOP, flow.DARK_PHONE], ids=["desktop", "dark phone"])
@pytest.mark.soak
async def test_nothing_on_the_whole_way_is_pale_nameless_or_too_wide(
    sits_down: SitsDown, screen: flow.Screen
) -> None:
    ana, sam = await sits_down("Ana Ruiz", screen), await sits_down("Sam Cole", screen)
    found: dict[str, list[str]] = {}
    async for seen in flow.whole_way(ana, sam):
        if there := await barriers(seen.page):
            found[seen.name] = there
    assert found == {}


async def test_barriers_are_found_where_there_are_some(sits_down: SitsDown) -> None:
    page = await sits_down("Ana Ruiz")
    await page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend",
            `<button></button><p id="twice" style="color: #999; background: #fff">Pale</p>
            <input id="twice" aria-label="Lost" aria-describedby="nowhere">
            <div style="width: 3000px">Wide</div>`)
        || document.querySelector("main").insertAdjacentHTML("beforeend",
            `<div style="overflow: hidden; width: 40px; white-space: nowrap">In the middle</div>
            <div style="margin-left: -9px">Out</div>`)"""
    )
    found = [barrier.split(":")[0] for barrier in await barriers(page)]
    assert found == [
        "no name",
        "aria-describedby leads nowhere",
        "id twice",
        "the page scrolls sideways",
        "cut off",
        "leaves its pane",
        "contrast 2.85",
    ]


async def test_bad_input_is_told_under_its_field_with_everything_typed_still_there(
    sits_down: SitsDown,
) -> None:
    page = await sits_down("Ana Ruiz")
    await flow.types_command(page)
    form = await flow.presses(page, "I know the role already", "Open the request")
    await flow.picks(form, "Machine Learning Engineer")
    title, start = form.get_by_label("Title"), form.get_by_label("Start by")
    await form.get_by_label("Problem").fill(flow.PROBLEM)
    await form.get_by_label("Place").fill(flow.PLACE)
    await start.fill(flow.LONG_PAST)
    await flow.chooses(form, "Recruiter", "Standup Bot")
    await page.keyboard.press("Escape")
    await flow.chooses(form, "Post in", "#random")
    await expect(form.get_by_text("I am not in #random yet.")).to_be_visible()
    await flow.sends(form)
    await expect(title).to_be_focused()
    assert "Please complete this required field." in await _described(title)
    await title.fill(flow.TITLE)
    await flow.sends(form)

    for field, told in (
        (start, "1 Jan 2020 has passed"),
        (form.get_by_role("combobox", name="Recruiter"), "Standup Bot is an app."),
        (form.get_by_role("combobox", name="Post in"), "I am not in #random yet."),
    ):
        await expect(form.get_by_text(told).last).to_be_visible()
        assert told in await _described(field)
    await expect(start).to_be_focused()
    await expect(title).to_have_value(flow.TITLE)
    await expect(form.get_by_label("Problem")).to_have_value(flow.PROBLEM)
    await expect(form.get_by_label("Place")).to_have_value(flow.PLACE)
    await expect(start).to_have_value(flow.LONG_PAST)
    await expect(form.get_by_role("button", name="Remove Standup Bot")).to_be_visible()

    await start.fill("")
    await form.get_by_role("button", name="Remove Standup Bot").click()
    await flow.chooses(form, "Post in", "#hiring-ml")
    await expect(form.get_by_text("I am not in #random yet.")).to_have_count(0)
    await flow.sends(form)
    await flow.comes_to_card(page)
    await expect(card(page)).to_contain_text(flow.PLACE)


@pytest.mark.soak
async def test_the_checklist_button_leads_to_the_checklist_here_and_in_another_tab(
    sits_down: SitsDown,
) -> None:
    page = await sits_down("Ana Ruiz")
    await flow.types_command(page)
    form = await flow.presses(page, "I know the role already", "Open the request")
    await flow.picks(form, "Data Scientist")
    await form.get_by_label("Title").fill(flow.TITLE)
    await flow.sends(form)
    await flow.comes_to_card(page)
    link = card(page).get_by_role("link", name="Checklist")
    await link.click()
    checklist = thread(page).get_by_role("article").filter(has_text="Checklist · 0 of 5 done")
    await expect(checklist).to_be_focused()

    async with page.context.expect_page() as opened:
        await link.click(modifiers=["Control"])
    other = await opened.value
    checklist = thread(other).get_by_role("article").filter(has_text="Checklist · 0 of 5 done")
    await expect(checklist).to_be_focused()
    await expect(message_box(other)).to_be_visible()
    await expect(window(other, "Open the request")).to_have_count(0)
