import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.domain.role import Role, Stage
from bot.guide.load import HERE, load
from bot.guide.reading import GuideError
from bot.guide.values import WorkedExample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in HERE.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_the_guide_holds_together() -> None:
    guide = load()
    assert guide.tree.version == "2026-11"
    assert set(guide.matrix.stages) == set(Stage)
    assert guide.pay.guide.medians == {Role.DATA_SCIENTIST: 154_000, Role.ML_ENGINEER: 159_000}
    assert guide.pay.guide.published == date(2026, 2, 27)


# fmt: off
FAULTS = {  # what is wrong: (file, what stands there, what does instead, key, problem)
    "dangling next": ("tree.toml", 'next = "three"', 'next = "tree"', "pages.project.next", "no page 'tree'"),
    "unreachable page": ("tree.toml", 'more = "four"\n', "", "pages.four", "no page leads here"),
    "unknown question on a page": ("tree.toml", 'questions = ["goal"]', 'questions = ["gaol"]', "pages.goal.questions", "no question 'gaol'"),
    "question on no page": ("tree.toml", 'questions = ["data", "model", "capacity"]', 'questions = ["data", "model"]', "questions.capacity", "stands on 0 pages"),
    "unknown question in a rule": ("tree.toml", 'mixed = { question = "goal"', 'mixed = { question = "aim"', "rules.mixed", "no question 'aim'"),
    "unknown answer in a gate": ("tree.toml", 'when = { data = ["scattered"] }', 'when = { data = ["strewn"] }', "gates[4].when.data", "no answer 'strewn' to 'data'"),
    "unknown parent": ("tree.toml", 'hangs_on = "stage"', 'hangs_on = "phase"', "questions.need.hangs_on", "no question 'phase'"),
    "unknown key": ("tree.toml", 'id = "live"\nsays', 'id = "live"\ncolour = "red"\nsays', "questions.model.answers[2].colour", "unknown key"),
    "unknown table": ("tree.toml", "[rules]", "[colours]\nred = 1\n\n[rules]", "colours", "unknown key"),
    "unused answer": ("tree.toml", 'short = "Can be queried"\nneutral = true', 'short = "Can be queried"', "questions.data.answers[0]", "'queryable' is used by nothing"),
    "missing text": ("tree.toml", 'says = "One hire"', 'says = " "', "questions.capacity.answers[0].says", "missing text"),
    "missing key": ("tree.toml", 'asks = "Is there a model?"\n', "", "questions.model", "missing required field `asks`"),
    "points without a reason": ("tree.toml", 'because = "A model is already live."\n', "", "questions.model.answers[2].because", "missing text"),
    "no wording for a stage": ("tree.toml", 'optimisation = "Compare model versions to lift a business figure"\n', "", "questions.need.answers[0].says.optimisation", "missing text"),
    "wording for no stage": ("tree.toml", 'optimisation = "Compare', 'retirement = "Compare', "questions.need.answers[0].says.optimisation", "missing text"),
    "extra wording": ("tree.toml", 'optimisation = "Compare', 'end = "Stop"\noptimisation = "Compare', "questions.need.answers[0].says.end", "no answer 'end' to 'stage'"),
    "wordings without a parent": ("tree.toml", 'says = "One hire"', 'says = { one = "One hire" }', "questions.capacity.answers[0].says", "hangs on no other"),
    "unknown root": ("tree.toml", 'root = "goal"', 'root = "aim"', "rules.root", "no question 'aim'"),
    "nobody to ask": ("tree.toml", 'find_out = "Has any model proved itself? Ask whoever tried last."\n', "", "questions.model.find_out", "missing text"),
    "certainty without words": ("tree.toml", '[certainties.too_early]\nword = "Unknown"\nsays = "Nothing known yet points to one role."\n', "", "certainties.too_early", "missing"),
    "points that outvote the root": ("tree.toml", "points = { ml_engineer = 1 }", "points = { ml_engineer = 5 }", "questions.model.answers[2].points.ml_engineer", "5 is not between 0 and 4"),
    "points of another kind": ("tree.toml", "points = { ml_engineer = 1 }", 'points = { ml_engineer = "one" }', "questions.model.answers[2].points.ml_engineer", "Expected `int`"),
    "label too long for a button": ("tree.toml", 'says = "One hire"', f'says = "{"One hire " * 9}"', "questions.capacity.answers[0].says", "81 characters, 75 at most"),
    "title too long for a modal": ("tree.toml", 'title = "Four more"', 'title = "Four more, if you have the time"', "pages.four.title", "31 characters, 24 at most"),
    "no way to be unsure": ("tree.toml", '[[questions.deployers.answers]]\nid = "unsure"', '[[questions.deployers.answers]]\nid = "dunno"\nneutral = true', "questions.deployers.answers", "no answer 'unsure'"),
    "an id twice": ("tree.toml", 'id = "batch"', 'id = "report"', "questions.serving.answers[1].id", "'report' again"),
    "plan without words": ("tree.toml", "[plans.both]", "[plans.neither]", "plans", "Invalid enum value 'neither'"),
    "sequence without its sign": ("tree.toml", 'second = "a Data Scientist"\n', "", "plans.ml_engineer_then_data_scientist.second", "missing text"),
    "not TOML": ("tree.toml", "[rules]", "[rules", "", "at line"),
    "stage without a row": ("matrix.toml", "[stages.optimisation]", "[stages.retirement]", "stages", "Invalid enum value 'retirement'"),
    "range upside down": ("pay.toml", "low = 152200", "low = 352200", "benchmarks[1].low", "not below high"),
    "a level of one role alone": ("pay.toml", 'role = "ml_engineer"\nlevel = "mid"', 'role = "ml_engineer"\nlevel = "lead"', "benchmarks", "none for ml_engineer of mid"),
    "statistic of no role": ("pay.toml", "ml_engineer = 133080\n", "", "official.medians.ml_engineer", "missing"),
    "role without steps": ("steps.toml", "[roles.ml_engineer]", "[roles.other]", "roles.ml_engineer", "missing"),
    "example too long for a button": ("examples.toml", 'short = "Fintech, exploring"', f'short = "{"Fintech " * 10}"', "examples[0].short", "80 characters, 75 at most"),
    "remark without a year": ("matrix.toml", "year = 2025\n", "", "beside", "missing required field `year`"),
    "figure of no role": ("pay.toml", "ml_engineer = 159000\n", "", "guide.medians.ml_engineer", "missing"),
    "role without a profile": ("roles.toml", "[roles.ml_engineer]", "[roles.other]", "roles.ml_engineer", "missing"),
    "gate with nothing to do about it": ("tree.toml", 'another = "Data Engineer"\n', "", "gates[0]", "wants either a brief or another job's title"),
    "gate with two things to do": ("tree.toml", 'brief = "rule"', 'brief = "rule"\nanother = "Analyst"', "gates[2]", "wants either"),
    "brief without a text for an answer": ("briefs.toml", 'both = "How much does', 'all = "How much does', "briefs.rule.asks.says", "no answer 'all' to 'goal'"),
    "brief by another question": ("briefs.toml", 'question = "consumer"', 'question = "user"', "measure.question", "no question 'user'"),
    "hand-over without a sequence": ("handoff.toml", "[[data_scientist_then_ml_engineer]]", "[[both]]", "both", "is no sequence"),
    "example with an unknown answer": ("examples.toml", 'model = "validated"', 'model = "valid"', "examples[1].answers.model", "no answer 'valid' to 'model'"),
}
# fmt: on


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_file_and_key(folder: Path, fault: str) -> None:
    file, old, new, key, problem = FAULTS[fault]
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GuideError) as refused:
        load(folder)
    assert (refused.value.file, refused.value.key) == (file, key)
    assert problem in refused.value.problem


@pytest.mark.parametrize(
    ("file", "end", "key"),
    [
        ("tree.toml", "[plans.both]", "plans.both"),
        ("tree.toml", "[plans.data_scientist]", "plans"),
        ("matrix.toml", "[stages.optimisation]", "stages.optimisation"),
        ("pay.toml", '[[benchmarks]]\nrole = "ml_engineer"', "benchmarks"),
        ("handoff.toml", "[[ml_engineer_then_data_scientist]]", "ml_engineer_then_data_scientist"),
    ],
)
def test_a_file_that_ends_too_soon_is_named_with_what_is_missing(
    folder: Path, file: str, end: str, key: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text[: text.index(end)], encoding="utf-8")
    with pytest.raises(GuideError) as refused:
        load(folder)
    assert (refused.value.file, refused.value.key) == (file, key)


def test_a_brief_that_a_gate_wants_and_nobody_wrote_is_named(folder: Path) -> None:
    tree = folder / "tree.toml"
    wanted = tree.read_text(encoding="utf-8").replace('brief = "rule"', 'brief = "role"')
    tree.write_text(wanted, encoding="utf-8")
    with pytest.raises(GuideError, match=r"briefs\.role: missing"):
        load(folder)


def test_the_nearest_example_is_at_the_smallest_distance() -> None:
    guide = load()
    fintech, saas = guide.examples.examples

    def nearest(answers: dict[str, str], role: Role) -> WorkedExample | None:
        found = guide.examples.nearest(answers, role)
        return found and found.example

    assert nearest({"goal": "answers"}, Role.DATA_SCIENTIST) is fintech
    assert nearest({"goal": "answers", "model": "validated", "need": "run"}, Role.OTHER) is saas
    assert nearest({}, Role.ML_ENGINEER) is None
    assert nearest({"goal": "both", "data": "queryable"}, Role.ML_ENGINEER) is None


def test_of_two_examples_as_near_the_one_that_hired_the_role_is_told_and_so_is_the_tie() -> None:
    guide = load()
    for example in guide.examples.examples:
        answers = {"goal": "answers", "model": "validated"}
        found = guide.examples.nearest(answers, example.hire)
        assert found is not None
        assert (found.example, found.tied, found.how.shared) == (example, True, 1)
    found = guide.examples.nearest({"goal": "answers", "model": "validated"}, Role.OTHER)
    assert found is not None
    assert found.example is guide.examples.examples[0]


def test_an_example_is_nearest_to_its_own_answers() -> None:
    guide = load()
    for example in guide.examples.examples:
        found = guide.examples.nearest(example.answers, Role.OTHER)
        assert found is not None
        assert (found.example, found.how.distance, found.tied) == (example, 0, False)
