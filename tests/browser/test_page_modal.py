"""Modals: their fields, their errors, their stack, and what an update leaves alone."""

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.faults import Fault
from sandbox.seed import ANA
from tests.browser.conftest import Kitchen
from tests.browser.kitchen import plain, sink, steps
from tests.browser.waiting import A_PRESS

pytestmark = [pytest.mark.browser, pytest.mark.soak]


async def _opened(page: Page, line: str, title: str) -> Locator:
    await page.get_by_label("Message #hiring-ml").fill(line)
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=title)
    await expect(dialog).to_be_visible()
    return dialog


async def _chooses(page: Page, dialog: Locator, label: str, option: str) -> None:
    await dialog.get_by_role("combobox", name=label).click()
    await page.get_by_role("option", name=option).click()


async def test_every_input_can_be_filled(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    await expect(dialog.get_by_text("not drawn")).to_have_count(0)
    await expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    await dialog.get_by_role("textbox", name="Name").fill("Search")
    await dialog.get_by_label("Story").fill("Two\nlines")
    await dialog.get_by_role("radio", name="A live service").check()
    await dialog.get_by_role("checkbox", name="Visa").check()
    await dialog.get_by_role("checkbox", name="Remote").check()
    await _chooses(page, dialog, "Level", "Senior")
    await _chooses(page, dialog, "Recruiter", "Sam Cole")
    await dialog.get_by_role("combobox", name="Tools").press_sequentially("dock")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("combobox", name="Tools").press_sequentially("sql")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("combobox", name="City").press_sequentially("ber")
    await expect(page.get_by_role("option")).to_have_text(["Berlin", "Bern"])
    await page.get_by_role("option", name="Bern").click()
    await expect(dialog.get_by_role("combobox", name="Channel")).to_have_value("#hiring-ml")
    await dialog.get_by_label("Start").fill("2027-02-01")
    await expect(dialog.get_by_label("Deadline")).to_have_value("2026-12-01T11:00")
    await dialog.get_by_label("Mail").fill("ana@example.com")
    await dialog.get_by_label("Note").fill("Rich enough")
    await dialog.get_by_role("textbox", name="Name").fill("Search for somebody who searches")
    await expect(dialog.get_by_text("8 left")).to_be_visible()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    submitted = [e for e in kitchen.sandbox.traffic if e.name == "sink"][-1].request
    state = submitted["view"]["state"]["values"]
    assert [option["value"] for option in state["extras"]["value"]["selected_options"]] == [
        "remote",
        "visa",
    ]
    assert [option["value"] for option in state["tools"]["value"]["selected_options"]] == [
        "docker",
        "sql",
    ]
    assert state["recruiter"]["value"]["selected_user"] == "U0SAMCOLE1"
    assert state["city"]["value"]["selected_option"]["value"] == "Bern"
    assert state["start"]["value"]["selected_date"] == "2027-02-01"
    assert state["story"]["value"]["value"] == "Two\nlines"
    assert state["deadline"]["value"]["selected_date_time"] == 1796119200


async def test_who_closes_a_window_twice_is_told_nothing(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    await dialog.evaluate(
        """(el) => [1, 2].forEach(() => el.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Escape", bubbles: true })))"""
    )
    await expect(dialog).to_have_count(0)
    await page.get_by_label("Message #hiring-ml").fill("All the same")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("All the same")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_errors_stand_under_their_fields_and_lead_there(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    name = dialog.get_by_role("textbox", name="Name")
    await name.fill("taken")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("Please complete this required field.")).to_have_count(3)
    await dialog.get_by_role("radio", name="Answers").check()
    await _chooses(page, dialog, "Level", "Junior")
    await _chooses(page, dialog, "Recruiter", "Sam Cole")
    await dialog.get_by_role("button", name="Save").click()
    await expect(name).to_be_focused()
    await expect(name).to_have_accessible_description("This name is taken.")
    await expect(name).to_have_value("taken")


async def test_a_press_meets_what_it_was_aimed_at_though_the_window_changes_meanwhile(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    await dialog.get_by_role("combobox", name="Level").hover()
    await page.mouse.down()
    view, news = kitchen.sandbox.state.modals.stack(ANA)[0], plain("Something new\n" * 3)
    changed = sink() | {"blocks": [{"type": "section", "text": news}, *sink()["blocks"]]}
    await kitchen.client.views_update(view_id=view.id, view=changed)
    await page.wait_for_timeout(2 * A_PRESS)
    await expect(dialog.get_by_text("Something new")).to_have_count(0)
    await page.mouse.up()
    await expect(dialog.get_by_text("Something new")).to_be_visible()
    await page.get_by_role("option", name="Senior").click()
    await expect(dialog.get_by_role("combobox", name="Level")).to_have_value("Senior")


async def test_a_press_whose_end_is_never_heard_of_does_not_stop_the_page(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen steps", "Step by step")
    await dialog.get_by_text("1 of 3").hover()
    await page.mouse.down()
    view = kitchen.sandbox.state.modals.stack(ANA)[0]
    await kitchen.client.views_update(view_id=view.id, view=steps(2))
    await expect(dialog.get_by_text("2 of 3")).to_be_visible()


async def test_a_list_opens_and_shuts_by_its_arrow_too(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    level = dialog.get_by_role("combobox", name="Level")
    beside = {"x": 3, "y": 3}
    arrow = level.locator("..")
    for expanded in ("true", "false", "true"):
        await arrow.click(position=beside)
        await expect(level).to_have_attribute("aria-expanded", expanded)
    await expect(level).to_be_focused()
    await page.get_by_role("option", name="Junior").click()
    await expect(level).to_have_value("Junior")


async def test_a_list_that_somebody_has_scrolled_stays_where_it_is(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    await dialog.get_by_role("combobox", name="Recruiter").click()
    people = page.get_by_role("listbox", name="Recruiter")
    last = people.get_by_role("option").last
    await expect(last).not_to_be_in_viewport()
    await people.hover()
    await page.mouse.wheel(0, 400)
    await expect(last).to_be_in_viewport()
    await kitchen.posts("Meanwhile")
    await expect(page.get_by_text("Meanwhile")).to_be_attached()
    await expect(last).to_be_in_viewport()
    await dialog.get_by_role("combobox", name="Recruiter").press("ArrowDown")
    await expect(last).not_to_be_in_viewport()
    await last.click(delay=A_PRESS)
    await dialog.get_by_role("combobox", name="Recruiter").click()
    await expect(last).to_be_in_viewport()


async def test_a_list_stays_open_while_the_window_changes_under_it(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    kitchen.sandbox.faults.add(Fault("delivery:view_submission", "delay", 1, seconds=1))
    await dialog.get_by_role("textbox", name="Name").fill("taken")
    await dialog.get_by_role("radio", name="Answers").check()
    await _chooses(page, dialog, "Level", "Junior")
    await _chooses(page, dialog, "Recruiter", "Sam Cole")
    await dialog.get_by_role("button", name="Save").click()
    level = dialog.get_by_role("combobox", name="Level")
    await level.click()
    await expect(dialog.get_by_text("This name is taken.")).to_be_visible()
    await expect(level).to_have_attribute("aria-expanded", "true")
    await page.get_by_role("option", name="Senior").click()
    await expect(level).to_have_value("Senior")


async def test_an_update_keeps_typed_text_and_caret_and_draws_new_ids_afresh(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen steps", "Step by step")
    await dialog.get_by_role("radio", name="Answer 1b").check()
    box = dialog.get_by_role("textbox", name="Problem")
    await box.press_sequentially("Churn rises")
    await box.evaluate("(el) => el.setSelectionRange(5, 5)")
    view = kitchen.sandbox.state.modals.stack(ANA)[0]
    await kitchen.client.views_update(view_id=view.id, view=steps(2))
    await expect(dialog.get_by_text("2 of 3")).to_be_visible()
    await expect(dialog.get_by_role("radio", name="Answer 2b")).not_to_be_checked()
    assert await box.input_value() == "Churn rises"
    assert await box.evaluate("(el) => [document.activeElement === el, el.selectionStart]") == [
        True,
        5,
    ]
    await page.keyboard.type(" now")
    await dialog.get_by_role("button", name="Next").click()
    await expect(dialog.get_by_text("3 of 3")).to_be_visible()
    await expect(box).to_have_value("Churn now rises")


async def test_a_pushed_view_goes_back_to_the_one_below_as_it_was_left(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen sink", "Every input")
    await dialog.get_by_role("textbox", name="Name").fill("Search")
    await dialog.get_by_role("button", name="Disagree…").click()
    pushed = page.get_by_role("dialog", name="I disagree")
    await pushed.get_by_role("button", name="Back").click()
    await expect(dialog.get_by_role("textbox", name="Name")).to_have_value("Search")
    await dialog.get_by_role("button", name="Disagree…").click()
    await pushed.get_by_role("button", name="Close window").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_unanswered_submission_is_told_in_the_modal_with_everything_kept(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page()
    dialog = await _opened(page, "/kitchen steps", "Step by step")
    await dialog.get_by_role("textbox", name="Problem").fill("Churn rises")
    kitchen.sandbox.faults.add(
        Fault("delivery:view_submission", "error", 1, error="operation_timeout")
    )
    await dialog.get_by_role("button", name="Next").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("We had some trouble connecting.")
    await expect(dialog.get_by_role("textbox", name="Problem")).to_have_value("Churn rises")
