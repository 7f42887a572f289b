"""The tables. Every row is bound to a workspace, and every key begins with it.

`migrations/` makes them, with what SQLAlchemy has no word for: history's triggers.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    and_,
    false,
    literal,
    true,
)


class Instant(TypeDecorator[datetime]):
    """An instant: UTC on the way in and on the way out. SQLite keeps no zone beside it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace_id", Text, primary_key=True),
    Column("next_request_number", Integer, nullable=False),
    Column("refuses_tables", Boolean, nullable=False, server_default=false()),
    Column("refuses_charts", Boolean, nullable=False, server_default=false()),
    Column("steps_by_team_only", Boolean, nullable=False, server_default=false()),
)

plan_drafts = Table(
    "plan_drafts",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("person_team", Text, nullable=False),
    Column("person_user", Text, nullable=False),
    Column("draft_id", Text, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("draft", Text, nullable=False),  # JSON: read and written whole, by one person
    PrimaryKeyConstraint("workspace_id", "person_team", "person_user"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
)

hiring_requests = Table(
    "hiring_requests",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("draft_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("plan", Text),
    Column("seniority", Text, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("start_by", Date),
    Column("manager_team", Text, nullable=False),
    Column("manager_user", Text, nullable=False),
    Column("manager_has_left", Boolean, nullable=False, server_default=false()),
    Column("channel_id", Text, nullable=False),
    Column("channel_is_private", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),  # confidential, or in a private channel
    Column("status", Text, nullable=False),
    Column("status_at", Instant, nullable=False),
    Column("status_reason", Text),
    Column("status_text", Text, nullable=False, server_default=""),
    Column("filled", Integer, nullable=False, server_default="0"),
    Column("link", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("follows", Integer),
    Column("sought", Text, nullable=False),  # what a search for text looks at: casefolded
    Column("decision", Text, nullable=False),  # JSON: what was advised, as of its rules' version
    Column("opened_at", Instant, nullable=False),
    Column("began_on", Date),  # where its search began elsewhere, before
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number"),
    UniqueConstraint("workspace_id", "draft_id"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
    Index("ix_hiring_requests_of_channel", "workspace_id", "channel_id", "status", "number"),
    Index("ix_hiring_requests_latest_of_channel", "workspace_id", "channel_id", "number"),
    Index(
        "ix_hiring_requests_of_manager", "workspace_id", "manager_user", "manager_team", "number"
    ),
    Index("ix_hiring_requests_for_all", "workspace_id", "restricted", "status", "number"),
    Index("ix_hiring_requests_after", "workspace_id", "follows"),
)

request_recruiters = Table(
    "request_recruiters",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("position", Integer, nullable=False, autoincrement=False),
    Column("recruiter_team", Text, nullable=False),
    Column("recruiter_user", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number", "position"),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["hiring_requests.workspace_id", "hiring_requests.number"],
    ),
    Index(
        "ix_request_recruiters_of_recruiter",
        "workspace_id",
        "recruiter_user",
        "recruiter_team",
        "number",
        unique=True,
    ),
)

request_team = Table(
    "request_team",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("person_team", Text, nullable=False),
    Column("person_user", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number", "person_team", "person_user"),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["hiring_requests.workspace_id", "hiring_requests.number"],
    ),
    Index("ix_request_team_of_person", "workspace_id", "person_user", "person_team", "number"),
)
"""Each request's hiring team, written with the request: who may see it, and whose it is."""

request_fillings = Table(
    "request_fillings",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("position", Integer, nullable=False, autoincrement=False),
    Column("openings", Integer, nullable=False),
    Column("filled_on", Date, nullable=False),
    Column("by_whom", Text, nullable=False),  # a name or initials: here, it can be erased
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by_team", Text, nullable=False),
    Column("recorded_by_user", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number", "position"),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["hiring_requests.workspace_id", "hiring_requests.number"],
    ),
)

checklist_steps = Table(
    "checklist_steps",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("owner_team", Text),
    Column("owner_user", Text),
    Column("due", Date),
    Column("started", Boolean, nullable=False),
    Column("blocked_reason", Text),
    Column("blocked_text", Text),
    Column("blocked_at", Instant),
    Column("blocked_by_team", Text),
    Column("blocked_by_user", Text),
    Column("done_at", Instant),
    Column("done_by_team", Text),
    Column("done_by_user", Text),
    Column("done_elsewhere", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number", "kind"),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["hiring_requests.workspace_id", "hiring_requests.number"],
    ),
)
Index(
    "ix_checklist_steps_open_of_owner",
    checklist_steps.c.workspace_id,
    checklist_steps.c.owner_user,
    checklist_steps.c.owner_team,
    checklist_steps.c.due,
    sqlite_where=checklist_steps.c.done_at.is_(None),
    postgresql_where=checklist_steps.c.done_at.is_(None),
)

step_waits = Table(
    "step_waits",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("position", Integer, nullable=False, autoincrement=False),
    Column("person_team", Text, nullable=False),
    Column("person_user", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number", "kind", "position"),
    ForeignKeyConstraint(
        ["workspace_id", "number", "kind"],
        ["checklist_steps.workspace_id", "checklist_steps.number", "checklist_steps.kind"],
    ),
    # With the step: of somebody on whom thousands wait, one is found without reading all.
    Index(
        "ix_step_waits_on_person", "workspace_id", "person_user", "person_team", "number", "kind"
    ),
)
"""On whom a blocked step waits."""

history = Table(
    "history",
    metadata,
    Column("entry", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_team", Text, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("step", Text),
    Column("was", Text, nullable=False),  # JSON, as is `became`
    Column("became", Text, nullable=False),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["hiring_requests.workspace_id", "hiring_requests.number"],
    ),
    Index("ix_history_of_request", "workspace_id", "number", "entry"),
)
"""Append-only: triggers refuse to change or delete a row."""

is_progress = history.c.what.in_(
    literal(what, literal_execute=True) for what in ("status", "filled", "step_state")
)
Index(
    "ix_history_of_progress",
    history.c.workspace_id,
    history.c.number,
    history.c.at,
    sqlite_where=is_progress,
    postgresql_where=is_progress,
)

shown = Table(
    "shown",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("thing", Text, nullable=False),
    Column("channel_id", Text),
    Column("thread_ts", Text),
    Column("ts", Text),
    Column("permalink", Text),
    Column("shown_version", Integer, nullable=False),
    Column("wanted_version", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("nonce", Text),  # of its post in `posts`, until it is known what became of that
    Column("look_at", Instant, nullable=False),  # from when on whoever looks may show it
    Column("tries", Integer, nullable=False, server_default="0"),  # that failed since it was shown
    Column("closed", Text),  # why its channel takes nothing of the app's: until something changes
    PrimaryKeyConstraint("workspace_id", "number", "thing"),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["hiring_requests.workspace_id", "hiring_requests.number"],
    ),
)
"""What stands in Slack. What is behind is found by an index that holds nothing else."""

is_behind = and_(
    shown.c.shown_version < shown.c.wanted_version,
    shown.c.gone.is_(false()),
    shown.c.nonce.is_(None),
    shown.c.closed.is_(None),
)
Index(
    "ix_shown_behind",
    shown.c.look_at,
    sqlite_where=is_behind,
    postgresql_where=is_behind,
)

posts = Table(
    "posts",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("nonce", Text, nullable=False),  # stands in the message's metadata
    Column("channel_id", Text, nullable=False),
    Column("thread_ts", Text),
    Column("began_at", Instant, nullable=False),
    Column("settle_at", Instant),  # when to look what became of it; none where nobody can see
    Column("number", Integer),
    Column("thing", Text),  # of the request, where it is one
    Column("letters", Text),  # JSON: keys in `outbox`, where it is those
    PrimaryKeyConstraint("workspace_id", "nonce"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
)
"""Posts whose outcome is not known: written before each is sent, deleted once it is."""

is_to_be_settled = posts.c.settle_at.is_not(None)
Index(
    "ix_posts_settle",
    posts.c.settle_at,
    sqlite_where=is_to_be_settled,
    postgresql_where=is_to_be_settled,
)

paces = Table(
    "paces",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("channel_id", Text, nullable=False),  # empty where the method's pace is one for all
    Column("free_ms", BigInteger, nullable=False),  # Unix time, as is `held_ms`
    Column("held_ms", BigInteger, nullable=False, server_default="0"),  # since Slack said so
    PrimaryKeyConstraint("workspace_id", "method", "channel_id"),
)
"""From when on Slack's methods may be called again: what all processes keep to."""

people = Table(
    "people",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("person_team", Text, nullable=False),
    Column("person_user", Text, nullable=False),
    Column("zone", Text),
    Column("country", Text),  # as they say; else it is guessed from the zone
    Column("takes_holidays", Boolean, nullable=False, server_default=true()),
    Column("muted", Boolean, nullable=False, server_default=false()),
    Column("snoozed_until", Date),
    Column("has_left", Boolean, nullable=False, server_default=false()),
    Column("next_look_at", Instant),
    PrimaryKeyConstraint("workspace_id", "person_team", "person_user"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
    Index("ix_people_of_user", "workspace_id", "person_user"),
)
"""Who has something to be told of. `next_look_at`: when to look what that is; none for nobody."""

is_looked_after = people.c.next_look_at.is_not(None)
Index(
    "ix_people_next_look",
    people.c.next_look_at,
    sqlite_where=is_looked_after,
    postgresql_where=is_looked_after,
)

told = Table(
    "told",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("person_team", Text, nullable=False),
    Column("person_user", Text, nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("step", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),  # what makes it new: a due date, a block's instant
    Column("times", Integer, nullable=False),
    Column("last_on", Date, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_team", "person_user", "number", "step", "what"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
)
"""What of the bundles somebody has heard, and how often."""

outbox = Table(
    "outbox",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("key", Text, nullable=False),  # what makes it the same message: it is sent once
    Column("kind", Text, nullable=False),
    Column("number", Integer),
    Column("person_team", Text),  # to whom it is sent; nobody: to the thread of its request
    Column("person_user", Text),
    Column("facts", Text, nullable=False),  # JSON: what the kind is drawn from
    Column("state", Text, nullable=False),
    Column("wanted_at", Instant, nullable=False),  # from when on it is to be sent
    Column("tries", Integer, nullable=False, server_default="0"),  # that surely sent nothing
    Column("channel_id", Text),
    Column("ts", Text),
    PrimaryKeyConstraint("workspace_id", "key"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
    Index("ix_outbox_of_person", "workspace_id", "person_user", "kind"),
)
"""Messages that are said once: wanted in the transaction of what they tell of, marked before they
are sent, and after."""

is_unsent = outbox.c.state == "wanted"
Index(
    "ix_outbox_unsent",
    outbox.c.wanted_at,
    sqlite_where=is_unsent,
    postgresql_where=is_unsent,
)

digest_subscriptions = Table(
    "digest_subscriptions",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("owner_team", Text, nullable=False),
    Column("owner_user", Text, nullable=False),
    Column("weekday", Integer, nullable=False),  # 0 is Monday
    Column("at", Time, nullable=False),  # by the clock of `zone`
    Column("zone", Text, nullable=False),
    Column("country", Text),
    Column("moves_off_holidays", Boolean, nullable=False),
    Column("parts", Text, nullable=False),  # with spaces between them
    Column("quiet", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("state_at", Instant, nullable=False),
    Column("next_due_at", Instant),  # none while it is not on
    PrimaryKeyConstraint("workspace_id", "channel_id"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
    Index("ix_digest_subscriptions_of_owner", "workspace_id", "owner_user"),
)
is_to_come = digest_subscriptions.c.next_due_at.is_not(None)
Index(
    "ix_digest_subscriptions_due",
    digest_subscriptions.c.next_due_at,
    digest_subscriptions.c.workspace_id,
    digest_subscriptions.c.channel_id,
    sqlite_where=is_to_come,
    postgresql_where=is_to_come,
)

digest_sends = Table(
    "digest_sends",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("week", Date, nullable=False),  # its Monday
    Column("due_at", Instant, nullable=False),
    Column("wanted_at", Instant, nullable=False),
    Column("letter", Text, nullable=False),  # its key in the outbox
    PrimaryKeyConstraint("workspace_id", "channel_id", "week"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
)
"""One digest for each channel and week, written in the transaction that wants it sent. It outlives
the subscription: who stops and begins again in one week gets no second."""

homes = Table(
    "homes",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("person_team", Text, nullable=False),
    Column("person_user", Text, nullable=False),
    Column("first_opened_at", Instant, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("zone", Text),  # where its person is, as Slack said when it was opened
    Column("looking", Text, nullable=False),  # JSON: what its person looks for, and at which page
    Column("drawn", Text, nullable=False, server_default=""),  # what is seen there, as a digest
    Column("shown_version", Integer, nullable=False),
    Column("wanted_version", Integer, nullable=False),
    Column("claimed_until", Instant),  # till then it is one process's to bring up to date
    PrimaryKeyConstraint("workspace_id", "person_team", "person_user"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
)
home_is_behind = homes.c.shown_version < homes.c.wanted_version
Index(
    "ix_homes_behind",
    homes.c.opened_at,
    homes.c.workspace_id,
    sqlite_where=home_is_behind,
    postgresql_where=home_is_behind,
)

inputs_seen = Table(
    "inputs_seen",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "key"),
    Index("ix_inputs_seen_at", "at"),
)
"""What counts once however often Slack sends it."""

pay_bands = Table(
    "pay_bands",
    metadata,
    Column("workspace_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("seniority", Text, nullable=False),
    Column("low", Integer, nullable=False),
    Column("high", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    PrimaryKeyConstraint("workspace_id", "role", "seniority"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
)
"""What a workspace pays, as its admins say."""

settings_history = Table(
    "settings_history",
    metadata,
    Column("entry", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("workspace_id", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_team", Text, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("role", Text),  # of a band, as is `seniority`
    Column("seniority", Text),
    Column("was", Text, nullable=False),  # JSON, as is `became`
    Column("became", Text, nullable=False),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"]),
    Index("ix_settings_history_of_workspace", "workspace_id", "entry"),
)
"""What a workspace's admins decided. Append-only, as history is."""
