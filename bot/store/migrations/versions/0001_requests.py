"""Every table: workspaces, people, hiring requests, checklists, history, and what Slack shows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "inputs_seen",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_inputs_seen"),
    )
    op.create_index("ix_inputs_seen_at", "inputs_seen", ["at"], unique=False)
    op.create_table(
        "workspaces",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("next_request_number", sa.Integer, nullable=False),
        sa.Column("refuses_tables", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("refuses_charts", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("steps_by_team_only", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_workspaces"),
    )
    op.create_table(
        "hiring_requests",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("draft_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=True),
        sa.Column("seniority", sa.Text, nullable=False),
        sa.Column("openings", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("start_by", sa.Date, nullable=True),
        sa.Column("manager_team", sa.Text, nullable=False),
        sa.Column("manager_user", sa.Text, nullable=False),
        sa.Column("manager_has_left", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("channel_is_private", sa.Boolean, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("restricted", sa.Boolean, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_reason", sa.Text, nullable=True),
        sa.Column("status_text", sa.Text, server_default="", nullable=False),
        sa.Column("filled", sa.Integer, server_default="0", nullable=False),
        sa.Column("link", sa.Text, server_default="", nullable=False),
        sa.Column("source", sa.Text, server_default="", nullable=False),
        sa.Column("follows", sa.Integer, nullable=True),
        sa.Column("sought", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_on", sa.Date, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_hiring_requests_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_hiring_requests"),
        sa.UniqueConstraint(
            "workspace_id", "draft_id", name="uq_hiring_requests_workspace_id_draft_id"
        ),
    )
    op.create_index(
        "ix_hiring_requests_after", "hiring_requests", ["workspace_id", "follows"], unique=False
    )
    op.create_index(
        "ix_hiring_requests_for_all",
        "hiring_requests",
        ["workspace_id", "restricted", "status", "number"],
        unique=False,
    )
    op.create_index(
        "ix_hiring_requests_latest_of_channel",
        "hiring_requests",
        ["workspace_id", "channel_id", "number"],
        unique=False,
    )
    op.create_index(
        "ix_hiring_requests_of_channel",
        "hiring_requests",
        ["workspace_id", "channel_id", "status", "number"],
        unique=False,
    )
    op.create_index(
        "ix_hiring_requests_of_manager",
        "hiring_requests",
        ["workspace_id", "manager_user", "manager_team", "number"],
        unique=False,
    )
    op.create_table(
        "homes",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("person_team", sa.Text, nullable=False),
        sa.Column("person_user", sa.Text, nullable=False),
        sa.Column("first_opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text, nullable=True),
        sa.Column("looking", sa.Text, nullable=False),
        sa.Column("drawn", sa.Text, server_default="", nullable=False),
        sa.Column("shown_version", sa.Integer, nullable=False),
        sa.Column("wanted_version", sa.Integer, nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_homes_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "person_team", "person_user", name="pk_homes"),
    )
    op.create_index(
        "ix_homes_behind",
        "homes",
        ["opened_at", "workspace_id"],
        unique=False,
        sqlite_where=sa.text("shown_version < wanted_version"),
        postgresql_where=sa.text("shown_version < wanted_version"),
    )
    op.create_table(
        "posts",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("thread_ts", sa.Text, nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settle_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer, nullable=True),
        sa.Column("thing", sa.Text, nullable=True),
        sa.Column("letters", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_posts_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "nonce", name="pk_posts"),
    )
    op.create_index(
        "ix_posts_settle",
        "posts",
        ["settle_at"],
        unique=False,
        sqlite_where=sa.text("settle_at IS NOT NULL"),
        postgresql_where=sa.text("settle_at IS NOT NULL"),
    )
    op.create_table(
        "paces",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("free_ms", sa.BigInteger, nullable=False),
        sa.Column("held_ms", sa.BigInteger, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "method", "channel_id", name="pk_paces"),
    )
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=True),
        sa.Column("person_team", sa.Text, nullable=True),
        sa.Column("person_user", sa.Text, nullable=True),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("channel_id", sa.Text, nullable=True),
        sa.Column("ts", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_outbox_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_outbox"),
    )
    op.create_index(
        "ix_outbox_of_person", "outbox", ["workspace_id", "person_user", "kind"], unique=False
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["wanted_at"],
        unique=False,
        sqlite_where=sa.text("state = 'wanted'"),
        postgresql_where=sa.text("state = 'wanted'"),
    )
    op.create_table(
        "pay_bands",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("seniority", sa.Text, nullable=False),
        sa.Column("low", sa.Integer, nullable=False),
        sa.Column("high", sa.Integer, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("approved_by", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_pay_bands_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "role", "seniority", name="pk_pay_bands"),
    )
    op.create_table(
        "settings_history",
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_team", sa.Text, nullable=False),
        sa.Column("by_user", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=True),
        sa.Column("seniority", sa.Text, nullable=True),
        sa.Column("was", sa.Text, nullable=False),
        sa.Column("became", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_settings_history_workspaces"
        ),
        sa.PrimaryKeyConstraint("entry", name="pk_settings_history"),
    )
    op.create_index(
        "ix_settings_history_of_workspace",
        "settings_history",
        ["workspace_id", "entry"],
        unique=False,
    )
    op.create_table(
        "people",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("person_team", sa.Text, nullable=False),
        sa.Column("person_user", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=True),
        sa.Column("country", sa.Text, nullable=True),
        sa.Column("takes_holidays", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("muted", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("snoozed_until", sa.Date, nullable=True),
        sa.Column("has_left", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_people_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "person_team", "person_user", name="pk_people"),
    )
    op.create_index(
        "ix_people_next_look",
        "people",
        ["next_look_at"],
        unique=False,
        sqlite_where=sa.text("next_look_at IS NOT NULL"),
        postgresql_where=sa.text("next_look_at IS NOT NULL"),
    )
    op.create_index("ix_people_of_user", "people", ["workspace_id", "person_user"], unique=False)
    op.create_table(
        "plan_drafts",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("person_team", sa.Text, nullable=False),
        sa.Column("person_user", sa.Text, nullable=False),
        sa.Column("draft_id", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_plan_drafts_workspaces"
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "person_team", "person_user", name="pk_plan_drafts"
        ),
    )
    op.create_table(
        "told",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("person_team", sa.Text, nullable=False),
        sa.Column("person_user", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_told_workspaces"
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "person_team", "person_user", "number", "step", "what", name="pk_told"
        ),
    )
    op.create_table(
        "checklist_steps",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner_team", sa.Text, nullable=True),
        sa.Column("owner_user", sa.Text, nullable=True),
        sa.Column("due", sa.Date, nullable=True),
        sa.Column("started", sa.Boolean, nullable=False),
        sa.Column("blocked_reason", sa.Text, nullable=True),
        sa.Column("blocked_text", sa.Text, nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_by_team", sa.Text, nullable=True),
        sa.Column("blocked_by_user", sa.Text, nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_team", sa.Text, nullable=True),
        sa.Column("done_by_user", sa.Text, nullable=True),
        sa.Column("done_elsewhere", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["hiring_requests.workspace_id", "hiring_requests.number"],
            name="fk_checklist_steps_hiring_requests",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", "kind", name="pk_checklist_steps"),
    )
    op.create_index(
        "ix_checklist_steps_open_of_owner",
        "checklist_steps",
        ["workspace_id", "owner_user", "owner_team", "due"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "history",
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_team", sa.Text, nullable=False),
        sa.Column("by_user", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=True),
        sa.Column("was", sa.Text, nullable=False),
        sa.Column("became", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["hiring_requests.workspace_id", "hiring_requests.number"],
            name="fk_history_hiring_requests",
        ),
        sa.PrimaryKeyConstraint("entry", name="pk_history"),
    )
    op.create_index(
        "ix_history_of_request", "history", ["workspace_id", "number", "entry"], unique=False
    )
    op.create_index(
        "ix_history_of_progress",
        "history",
        ["workspace_id", "number", "at"],
        unique=False,
        sqlite_where=sa.text("what IN ('status', 'filled', 'step_state')"),
        postgresql_where=sa.text("what IN ('status', 'filled', 'step_state')"),
    )
    op.create_table(
        "request_fillings",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("openings", sa.Integer, nullable=False),
        sa.Column("filled_on", sa.Date, nullable=False),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_team", sa.Text, nullable=False),
        sa.Column("recorded_by_user", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["hiring_requests.workspace_id", "hiring_requests.number"],
            name="fk_request_fillings_hiring_requests",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", "position", name="pk_request_fillings"),
    )
    op.create_table(
        "request_recruiters",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("recruiter_team", sa.Text, nullable=False),
        sa.Column("recruiter_user", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["hiring_requests.workspace_id", "hiring_requests.number"],
            name="fk_request_recruiters_hiring_requests",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", "position", name="pk_request_recruiters"),
    )
    op.create_index(
        "ix_request_recruiters_of_recruiter",
        "request_recruiters",
        ["workspace_id", "recruiter_user", "recruiter_team", "number"],
        unique=True,
    )
    op.create_table(
        "request_team",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("person_team", sa.Text, nullable=False),
        sa.Column("person_user", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["hiring_requests.workspace_id", "hiring_requests.number"],
            name="fk_request_team_hiring_requests",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "number", "person_team", "person_user", name="pk_request_team"
        ),
    )
    op.create_index(
        "ix_request_team_of_person",
        "request_team",
        ["workspace_id", "person_user", "person_team", "number"],
        unique=False,
    )
    op.create_table(
        "shown",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("thing", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=True),
        sa.Column("thread_ts", sa.Text, nullable=True),
        sa.Column("ts", sa.Text, nullable=True),
        sa.Column("permalink", sa.Text, nullable=True),
        sa.Column("shown_version", sa.Integer, nullable=False),
        sa.Column("wanted_version", sa.Integer, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("nonce", sa.Text, nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("closed", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["hiring_requests.workspace_id", "hiring_requests.number"],
            name="fk_shown_hiring_requests",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", "thing", name="pk_shown"),
    )
    op.create_index(
        "ix_shown_behind",
        "shown",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("shown_version < wanted_version AND gone IS 0 AND nonce IS NULL AND closed IS NULL"),
        postgresql_where=sa.text("shown_version < wanted_version AND gone IS false AND nonce IS NULL AND closed IS NULL"),
    )
    op.create_table(
        "step_waits",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("person_team", sa.Text, nullable=False),
        sa.Column("person_user", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number", "kind"],
            ["checklist_steps.workspace_id", "checklist_steps.number", "checklist_steps.kind"],
            name="fk_step_waits_checklist_steps",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", "kind", "position", name="pk_step_waits"),
    )
    op.create_index(
        "ix_step_waits_on_person",
        "step_waits",
        ["workspace_id", "person_user", "person_team", "number", "kind"],
        unique=False,
    )

    op.create_table(
        "digest_subscriptions",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("is_private", sa.Boolean, nullable=False),
        sa.Column("owner_team", sa.Text, nullable=False),
        sa.Column("owner_user", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("at", sa.Time, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=True),
        sa.Column("moves_off_holidays", sa.Boolean, nullable=False),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("quiet", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.workspace_id"],
            name="fk_digest_subscriptions_workspaces",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name="pk_digest_subscriptions"),
    )
    op.create_index(
        "ix_digest_subscriptions_due",
        "digest_subscriptions",
        ["next_due_at", "workspace_id", "channel_id"],
        unique=False,
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_digest_subscriptions_of_owner",
        "digest_subscriptions",
        ["workspace_id", "owner_user"],
        unique=False,
    )
    op.create_table(
        "digest_sends",
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name="fk_digest_sends_workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "week", name="pk_digest_sends"),
    )

    for table in ("history", "settings_history"):
        if op.get_bind().dialect.name == "sqlite":
            _keep_in_sqlite(table)
        else:
            _keep_in_postgresql(table)


def _keep_in_sqlite(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _keep_in_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses()"
    )
