"""What a payload of Slack's is read as."""

from blocks.checklist import TICK, StepRef
from blocks.ids import Nothing, versioned
from blocks.plan import ADVICE_NOW
from bot.domain.identity import Person
from bot.domain.role import StepKind
from bot.slack import payloads

GUEST = {"id": "U0LI", "team_id": "T0PARTNER"}


def clicked(**more: object) -> dict[str, object]:
    action = {"type": "button", "action_id": ADVICE_NOW.id, "block_id": "x"}
    return {
        "type": "block_actions",
        "team": {"id": "T0ACME"},
        "user": GUEST,
        "actions": [action],
    } | more


def test_somebody_of_another_company_acts_in_the_workspace_that_has_the_app() -> None:
    click = payloads.clicked(clicked(), ADVICE_NOW)
    assert (click.workspace, click.person) == ("T0ACME", Person("T0PARTNER", "U0LI"))
    assert click.carried == Nothing()


def test_a_modal_says_itself_where_the_app_is_installed() -> None:
    view = {"id": "V1", "app_installed_team_id": "T0ACME"}
    click = payloads.clicked(clicked(team={"id": "T0PARTNER"}, view=view), ADVICE_NOW)
    assert click.workspace == "T0ACME"


def test_an_app_of_a_whole_org_belongs_to_the_org() -> None:
    org = {"is_enterprise_install": True, "enterprise": {"id": "E0GRID"}}
    assert payloads.clicked(clicked(**org), ADVICE_NOW).workspace == "E0GRID"


def test_a_reply_is_in_a_thread_and_what_has_replies_is_in_the_channel() -> None:
    for thread in ("1.2", "1.3"):
        seen = {"ts": "1.3", "thread_ts": thread}
        container = {"type": "message", "channel_id": "C1", "message_ts": "1.3"}
        click = payloads.clicked(clicked(container=container, message=seen), ADVICE_NOW)
        assert click.place is not None
        assert click.place.thread == (None if thread == "1.3" else thread)


def test_a_box_says_which_it_is_ticked_or_emptied_whatever_its_version() -> None:
    step = StepRef(7, StepKind.CREATE_TAKE_HOME)
    for version, options in ((1, [{"value": "on"}]), (12, [])):
        action = {
            "type": "checkboxes",
            "action_id": TICK.id,
            "block_id": versioned(step, version),
            "selected_options": options,
        }
        tick = payloads.clicked(clicked(actions=[action]), TICK)
        assert (tick.carried, tick.on) == (step, bool(options))
