"""The modals on people's screens: a stack of at most three for each person."""

from typing import Any

from sandbox.changes import Changes, ViewsChanged
from sandbox.strict_rules import rules
from sandbox.values import Json, OpenView
from sandbox.views import ViewMaker, holding

DEEPEST = rules().timing["views_in_stack"]


class Modals:
    def __init__(self, maker: ViewMaker, changes: Changes) -> None:
        self._maker = maker
        self._changes = changes
        self._stacks: dict[str, tuple[OpenView, ...]] = {}

    def stack(self, person: str) -> tuple[OpenView, ...]:
        """Root first."""
        return self._stacks.get(person, ())

    def find(self, view_id: str) -> OpenView | None:
        return next((view for view in self._all() if view.id == view_id), None)

    def called(self, external_id: str) -> OpenView | None:
        return next((v for v in self._all() if v.content.get("external_id") == external_id), None)

    def open(self, person: str, content: Json, *, channel: str | None = None) -> OpenView:
        """Takes the place of whatever was open."""
        view = self._maker.made(person, content, channel=channel)
        self._show(person, (view,))
        return view

    def push(self, person: str, content: Json, *, channel: str | None = None) -> OpenView:
        stack = self.stack(person)
        view = self._maker.made(person, content, channel=channel, below=stack[-1])
        self._show(person, (*stack, view))
        return view

    def update(self, view: OpenView, content: Json) -> OpenView:
        return self.put(self._maker.changed(view, content))

    def hold(self, view: OpenView, block_id: str, action_id: str, value: Any) -> OpenView:
        return self.put(holding(view, block_id, action_id, value))

    def put(self, view: OpenView) -> OpenView:
        """The view as it is now, where it is still open."""
        stack = self.stack(view.person)
        self._show(view.person, tuple(view if one.id == view.id else one for one in stack))
        return view

    def close(self, view: OpenView) -> None:
        """The view goes, and those pushed on it."""
        stack = self.stack(view.person)
        ids = [one.id for one in stack]
        if view.id in ids:
            self._show(view.person, stack[: ids.index(view.id)])

    def close_all(self, person: str) -> None:
        self._show(person, ())

    def _all(self) -> list[OpenView]:
        return [view for stack in self._stacks.values() for view in stack]

    def _show(self, person: str, stack: tuple[OpenView, ...]) -> None:
        self._stacks[person] = stack
        self._changes.publish(ViewsChanged(person))
