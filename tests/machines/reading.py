"""What the screens say of requests, read line by line as people read it.

Nothing here knows how a screen is made: only what its words mean. Each function gives facts by
their names; what a screen does not speak of is not among them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sandbox.finding import NotThere

Facts = dict[str, object]
"""Such as `{"status": "On hold", "done": 2, "3 owner": "Sam Cole"}`: facts of steps by number."""

STEPS: Final = (
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
    "Create the take-home",
    "Evaluate candidate signals",
)
STATUSES: Final = ("Open", "On hold", "Filled", "Cancelled")

_DAY: Final = r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}"
_STEP: Final = "|".join(STEPS)
_LOWER: Final = "|".join(step.lower() for step in STEPS)
_STATUS: Final = "|".join(STATUSES)


def place(step: str) -> int:
    return [one.lower() for one in STEPS].index(step.lower()) + 1


def found(pattern: str, text: str) -> re.Match[str]:
    match = re.search(pattern, text, re.MULTILINE)
    if match is None:
        raise AssertionError(f"Nothing like {pattern!r} is on this screen:\n{text}")
    return match


# Card, checklist, window -----------------------------------------------------------------------


def card(text: str) -> Facts:
    facts: Facts = {"title": found(r"^REQ-\d+ · (.*)$", text)[1], **_standing(text)}
    facts |= _people(found(r"^(?:Manager|Needs a manager).*$", text)[0])
    bar = found(r"^(■*)(□*) (\d) of 5(?: · (.*))?$", text)
    facts["done"] = _done(bar[1], bar[2], bar[3])
    if bar[4]:
        facts["next"] = _next(bar[4])
    for line in re.findall(r"^⛔ Blocked: (.*)$", text, re.MULTILINE):
        name, reason, waits = _blocked(line)
        facts |= {f"{place(name)} reason": reason, f"{place(name)} waits": waits}
    return facts


def window(text: str) -> Facts:
    facts: Facts = {"title": found(r"^REQ-\d+ · (.*)$", text)[1], **_standing(text)}
    facts |= _people(found(r"^(?:Manager|Needs a manager).*$", text)[0])
    bar = found(r"^(■*)(□*) (\d) of 5$", text)
    return facts | {"done": _done(bar[1], bar[2], bar[3])} | _steps(text)


def checklist(text: str) -> Facts:
    facts: Facts = {"done": int(found(r"^Checklist · (\d) of 5 done$", text)[1])}
    if "The request is on hold" in text:
        facts["status"] = "On hold"
    if "The request is cancelled" in text:
        facts["status"] = "Cancelled"
    return facts | _steps(text)


def _standing(text: str) -> Facts:
    """The line under the title: `On hold since 3 Dec 2026: budget · 1 of 2 openings filled`."""
    line = found(rf"^(?:{_STATUS}) (?:· opened|since|\d|after|within) ?.*$", text)[0]
    facts: Facts = {"status": next(one for one in STATUSES if line.startswith(one))}
    some = re.search(r" · (\d+) of (\d+) openings filled$", line)
    if some:
        facts["filled"] = (int(some[1]), int(some[2]))
        line = line[: some.start()]
    why = re.search(r"^(?:On hold since|Cancelled) [^:]*: (.*)$", line)
    if why:
        facts["why"] = why[1]
    return facts


def _people(line: str) -> Facts:
    parts = line.split(" · ")
    facts: Facts = {"manager": None, "recruiters": ()}
    for part in parts:
        if part.startswith("Manager @"):
            facts["manager"] = part.removeprefix("Manager @")
        elif part.startswith("Recruiter @"):
            facts["recruiters"] = _names(part.removeprefix("Recruiter "))
    return facts


def _steps(text: str) -> Facts:
    """Rows with boxes and what is under them; or the short list of a cancelled request."""
    facts: Facts = {}
    rows = re.split(rf"^\[(x| )\] \d  ({_STEP}) – (.*)$", text, flags=re.MULTILINE)
    for box, name, whose, under in zip(*(rows[n::4] for n in range(1, 5)), strict=True):
        facts |= _row(place(name), box == "x", whose, under)
    for at, name, how in re.findall(rf"^(\d)\. ({_STEP}) · (.*)$", text, re.MULTILINE):
        facts[f"{place(name)} done"] = how != "not done"
        if how != "not done":
            facts[f"{place(name)} by"] = how.removeprefix("done by @")
        if int(at) != place(name):
            raise AssertionError(f"{name} is number {at}:\n{text}")
    return facts


def _row(number: int, ticked: bool, whose: str, under: str) -> Iterator[tuple[str, object]]:
    facts: Facts = {"done": ticked}
    parts = whose.split(" · ")
    if parts[0].startswith("Done by @"):
        facts["by"] = parts[0].removeprefix("Done by @")
    else:
        facts["owner"] = None if parts[0] == "Needs an owner" else parts[0].removeprefix("@")
        facts["state"] = parts[-1] if parts[-1] in ("in progress", "blocked") else "to do"
        days = [part.removeprefix("due ") for part in parts if part.startswith("due ")]
        facts["due"] = days[0] if days else None
    lacks = re.search(r"^Blocked since [^:]*: (.*)$", under, re.MULTILINE)
    if lacks:
        reason, _, waits = lacks[1].partition(" · waits on ")
        facts |= {"reason": reason, "waits": _names(waits)}
    return iter({f"{number} {name}": fact for name, fact in facts.items()}.items())


# Lists -----------------------------------------------------------------------------------------


def rows(text: str) -> dict[int, Facts]:
    """Each request of a list, by its number, in the list's order."""
    lines = text.split("\n")
    heads = [
        at
        for at, line in enumerate(lines[:-2])
        if re.match(r"REQ-\d+ · ", line)
        and lines[at + 1] in ("[Open]", "[Thread]")
        and re.match(rf"(?:{_STATUS})\b", lines[at + 2])
    ]
    return dict(_listed(lines[at:]) for at in heads)


def _listed(lines: Sequence[str]) -> tuple[int, Facts]:
    head = found(r"^REQ-(\d+) · (.*)$", lines[0])
    facts: Facts = {"title": head[2]}
    how = found(
        rf"^({_STATUS})(?:, (\d+) of (\d+) filled)?(?: · [^■□]*)? · (■*)(□*) (\d) of 5"
        "( · needs a manager)?$",
        lines[2],
    )
    facts |= {"status": how[1], "done": _done(how[4], how[5], how[6])}
    if how[7]:
        facts["lacks"] = "a manager"
    if how[2]:
        facts["filled"] = (int(how[2]), int(how[3]))
    on = lines[3] if len(lines) > 3 else ""
    if on == "Ready to interview":
        facts["next"] = "ready"
    elif on.startswith("Next: "):
        facts |= _goes_on(on)
    return int(head[1]), facts


def _goes_on(line: str) -> Facts:
    """`Next: draft …, @Sam Cole, Tue 1 Dec · create … blocked: budget · 3 days late`."""
    first, *others = line.removeprefix("Next: ").split(" · ")
    facts: Facts = {"next": _next(f"next: {first}")}
    following = str(first.split(", ")[0])
    for other in others:
        stopped = re.fullmatch(rf"(?:({_LOWER}) )?blocked: (.*)", other)
        late = re.fullmatch(rf"(?:({_LOWER}) )?(\d+) days? late", other)
        if stopped:
            facts["stopped"] = (place(stopped[1] or following), stopped[2])
        elif late:
            facts["late"] = (place(late[1] or following), int(late[2]))
        else:
            raise AssertionError(f"What does {other!r} say in {line!r}?")
    return facts


def status(text: str) -> Facts:
    ((_, facts),) = rows(text).items()
    for box, at, name, rest in re.findall(rf"^(☑|☐) (\d)  ({_STEP}) · (.*)$", text, re.MULTILINE):
        facts |= {f"{at} {what}": fact for what, fact in _in_short(box == "☑", rest).items()}
        if place(name) != int(at):
            raise AssertionError(f"{name} is number {at}:\n{text}")
    facts |= _people(found(r"^(?:Manager|Needs a manager).*$", text)[0])
    return facts


def _in_short(done: bool, rest: str) -> Facts:
    if done:
        return {"done": True, "by": rest.removeprefix("@")}
    whose, *parts = rest.split(" · ")
    owner, _, due = whose.partition(", due ")
    facts: Facts = {
        "done": False,
        "owner": None if owner == "nobody yet" else owner.removeprefix("@"),
        "due": due or None,
        "state": "to do",
    }
    for part in parts:
        if part == "in progress":
            facts["state"] = part
        elif part.startswith("blocked: "):
            reason, _, waits = part.removeprefix("blocked: ").partition(", waits on ")
            facts |= {"state": "blocked", "reason": reason, "waits": _names(waits)}
        elif late := re.fullmatch(r"(\d+) days? late", part):
            facts["late"] = int(late[1])
        else:
            raise AssertionError(f"What does {part!r} say in {rest!r}?")
    return facts


def total(text: str) -> int:
    """How many a list says that there are."""
    said = found(r"^(No|One|[\d,]+) requests?\b", text)[1]
    return {"No": 0, "One": 1}.get(said) or int(said.replace(",", "") if said[0].isdigit() else 0)


# Home ------------------------------------------------------------------------------------------


def home(text: str) -> tuple[str, str, str]:
    """What waits, one's own requests, all requests."""
    parts = re.split(r"^(?:Waits for you.*|Your requests|All requests)$", text, flags=re.MULTILINE)
    if len(parts) != 4:
        raise NotThere(f"This is no whole Home:\n{text}")
    return parts[1], parts[2], parts[3]


def waiting(text: str) -> dict[tuple[int, int], Facts]:
    """Each step that waits, by request and number."""
    steps: dict[tuple[int, int], Facts] = {}
    pattern = rf"^({_STEP})\nREQ-(\d+) · (.*)\n\[(.*)\]\n(.*)$"
    for name, number, title, button, why in re.findall(pattern, text, re.MULTILINE):
        said = why.split(" · ")
        facts: Facts = {"title": title, "button": button}
        for part in said:
            if part.startswith("Blocked: "):
                reason, _, waits = part.removeprefix("Blocked: ").partition(", waits on ")
                facts["reason"] = reason
                if waits:
                    facts["waits"] = _names(waits)
            elif late := re.fullmatch(r"(\d+) days? late", part):
                facts["late"] = int(late[1])
            elif part.startswith("due "):
                facts["due"] = part.removeprefix("due ")
            elif part.endswith("’s step"):
                facts["owner"] = part.removeprefix("@").removesuffix("’s step")
            else:
                facts[part] = True
        facts.pop("Open the thread", None)
        steps[int(number), place(name)] = facts
    return steps


# Parts -----------------------------------------------------------------------------------------


def _done(full: str, empty: str, said: str) -> int:
    if len(full) != int(said) or len(full) + len(empty) != len(STEPS):
        raise AssertionError(f"{full}{empty} is not {said} of 5")
    return int(said)


def _next(said: str) -> object:
    """`next: draft the job description, @Sam Cole, Tue 1 Dec` or `ready to interview`."""
    if said == "ready to interview":
        return "ready"
    nobody = "needs an owner|nobody yet"
    match = found(rf"^next: ({_LOWER}), (@[^,]+|{nobody})(?:, ({_DAY}))?$", said)
    owner = match[2].removeprefix("@") if match[2].startswith("@") else None
    return place(match[1]), owner, match[3]


def _blocked(said: str) -> tuple[str, str, tuple[str, ...]]:
    """`create the take-home, budget, waits on @Li Wei, @Priya Natarajan`."""
    match = found(rf"^({_LOWER}), (.*?)(?:, waits on (@.*))?$", said)
    return match[1], match[2], _names(match[3] or "")


def _names(said: str) -> tuple[str, ...]:
    """`@Li Wei, @Priya Natarajan`."""
    return tuple(one.removeprefix("@") for one in said.split(", ") if one)


def waits(text: str) -> int:
    """How many steps Home says that wait."""
    return int(found(r"^Waits for you(?:: ([\d,]+))?$", text)[1] or 0)
