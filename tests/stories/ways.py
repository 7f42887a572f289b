"""The ways that many stories go, and where they look at their end."""

from collections.abc import Mapping
from typing import Any

from sandbox.deliver.courier import body_of
from sandbox.person import Person
from sandbox.values import Message, OpenView
from sandbox.workspace import Sandbox

GOAL = "What has to exist first?"
STAGE = "Where is the project today?"
NEED = "Which is nearer to your need?"
DATA = "Is the data usable?"
MODEL = "Is there a model?"
FUNDS = "What can you fund?"
CONSUMER = "Who will use the results?"
SERVING = "How must the results arrive?"
APPROACH = "What kind of solution is it?"
DEPLOYERS = "Can the people you have put a model live?"

UNSURE = "Not sure"
ANSWERS = "Answers: why it happens"
SERVICE = "A live service: we know what works"
BOTH = "Both at once"

FIRST_PAGES = (GOAL, STAGE, NEED)
FOUR_MORE = (CONSUMER, SERVING, APPROACH, DEPLOYERS)


async def goes_to_page_three(person: Person, answers: Mapping[str, str]) -> None:
    """From the command on, "not sure" where `answers` has nothing to a question."""
    await person.types("/hire-ml")
    await person.picks(answers.get(GOAL, UNSURE))
    await person.presses("Next")
    await person.picks(answers.get(STAGE, UNSURE), under=STAGE)
    if NEED in answers:
        await person.picks(answers[NEED], under=NEED)
    elif STAGE in answers:
        await person.picks(UNSURE, under=NEED)
    await person.presses("Next")
    await person.sees("3 of 3")


async def gets_advice(person: Person, answers: Mapping[str, str]) -> None:
    """All the way, by question and answer."""
    await goes_to_page_three(person, answers)
    for question, answer in answers.items():
        if question not in (*FIRST_PAGES, *FOUR_MORE):
            await person.chooses(question, answer)
    more = {question: answers[question] for question in FOUR_MORE if question in answers}
    if more:
        await person.presses("Four more questions")
    for question, answer in more.items():
        await person.chooses(question, answer)
    await person.presses("Get advice")
    await person.sees("Show working")


async def comes_to_form(person: Person, title: str = "ML Engineer, churn service") -> None:
    """By the shortest way: they know the role."""
    await person.types("/hire-ml")
    await person.presses("I know the role already")
    await person.picks("Machine Learning Engineer")
    await person.fills("Title", title)


async def opens_request(person: Person, title: str = "ML Engineer, churn service") -> None:
    """Theirs, in the channel that they are in, with Sam as recruiter; the thread is open."""
    await comes_to_form(person, title)
    await person.chooses("Recruiter", ["Sam Cole"])
    await person.presses("Open request")
    await person.opens_thread(title)
    await person.sees("Define the business problem", "The guide’s matrix")


async def submits(workspace: Sandbox, view: OpenView) -> dict[str, Any]:
    """What the bot answers to a form, whatever Slack's client would have said of it.

    Also one that is open no longer here: a second device would still show it.
    """
    person = workspace.state.people[view.person]
    ack = await workspace.courier.deliver(workspace.world.payloads.submission(person, view))
    assert ack.error is None
    return body_of(ack)


def cards(workspace: Sandbox) -> list[Message]:
    """What stands in channels, and in no thread."""
    return [one for one in workspace.state.messages() if one.thread_ts is None]
