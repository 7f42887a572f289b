"""The words of hiring that every part shares."""

from enum import StrEnum


class Role(StrEnum):
    DATA_SCIENTIST = "data_scientist"
    ML_ENGINEER = "ml_engineer"
    OTHER = "other"
    """Another title, for which the guide has nothing of its own to say."""

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def with_article(self) -> str:
        """In the middle of a sentence."""
        return f"a {self.label}" if self is not Role.OTHER else "another role"


BOTH_ROLES = (Role.DATA_SCIENTIST, Role.ML_ENGINEER)
"""The two that the guide is about."""


class Plan(StrEnum):
    """Whom to hire, in which order."""

    DATA_SCIENTIST = "data_scientist"
    ML_ENGINEER = "ml_engineer"
    DATA_SCIENTIST_THEN_ML_ENGINEER = "data_scientist_then_ml_engineer"
    ML_ENGINEER_THEN_DATA_SCIENTIST = "ml_engineer_then_data_scientist"
    BOTH = "both"

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the plan, the first to be hired first."""
        return _ROLES[self]


class Stage(StrEnum):
    """How far the project is. On screen: first look, prototype, live and growing, being improved."""

    RESEARCH = "research"
    PROTOTYPE = "prototype"
    PRODUCTION = "production"
    OPTIMISATION = "optimisation"


class Seniority(StrEnum):
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"


class StepKind(StrEnum):
    """The five checklist steps, in their order."""

    DEFINE_PROBLEM = "define_problem"
    DRAFT_JOB_DESCRIPTION = "draft_job_description"
    DESIGN_INTERVIEW_LOOP = "design_interview_loop"
    CREATE_TAKE_HOME = "create_take_home"
    EVALUATE_SIGNALS = "evaluate_signals"


_LABELS = {
    Role.DATA_SCIENTIST: "Data Scientist",
    Role.ML_ENGINEER: "Machine Learning Engineer",
    Role.OTHER: "Another role",
}

_ROLES = {
    Plan.DATA_SCIENTIST: (Role.DATA_SCIENTIST,),
    Plan.ML_ENGINEER: (Role.ML_ENGINEER,),
    Plan.DATA_SCIENTIST_THEN_ML_ENGINEER: (Role.DATA_SCIENTIST, Role.ML_ENGINEER),
    Plan.ML_ENGINEER_THEN_DATA_SCIENTIST: (Role.ML_ENGINEER, Role.DATA_SCIENTIST),
    Plan.BOTH: (Role.DATA_SCIENTIST, Role.ML_ENGINEER),
}
