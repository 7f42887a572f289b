"""The whole way, from the first question to five ticked steps."""

import pytest

from tests.stories.people import People

STEPS = [
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
    "Create the take-home",
    "Evaluate candidate signals",
]


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_manager_decides_and_opens_and_a_recruiter_ticks_five_steps(
    people: People,
) -> None:
    ana = await people.joins("Ana Ruiz")
    sam = await people.joins("Sam Cole")

    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")
    await ana.fills("What is the problem?", "Customers leave, and support hears of it too late.")
    await ana.picks("A live service: we know what works")
    await ana.presses("Next")
    await ana.sees("2 of 3")
    await ana.picks("Prototype")
    await ana.presses("‹ Back")
    await ana.sees("1 of 3", "Customers leave, and support hears of it too late.")
    await ana.presses("Next")
    await ana.presses("See advice now")
    await ana.sees("Hire a Machine Learning Engineer", "Clear")
    await ana.presses("Continue")
    await ana.sees("Open the request", "Customers leave, and support hears of it too late.")
    await ana.fills("Title", "ML Engineer, churn service")
    await ana.chooses("Recruiter", ["Sam Cole"])
    await ana.sees("5 people in #hiring-ml will see")
    await ana.presses("Open request")

    await ana.sees("REQ-1 · ML Engineer, churn service", "0 of 5")
    await sam.sees("REQ-1 · ML Engineer, churn service", "0 of 5")
    await sam.opens_thread("REQ-1")
    for done, step in enumerate(STEPS, start=1):
        await sam.ticks(step)
        await sam.sees(f"Step {done} done.", f"{done} of 5")
        await ana.sees(f"{done} of 5")
    await ana.sees("ready to interview")
