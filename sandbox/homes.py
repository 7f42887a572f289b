"""The app's Home tab, one for each person it was published for."""

from typing import Any

from sandbox.changes import Changes, HomeChanged
from sandbox.values import Json, OpenView
from sandbox.views import ViewMaker, holding


class Homes:
    """A person's view keeps its id, however often it is published."""

    def __init__(self, maker: ViewMaker, changes: Changes) -> None:
        self._maker = maker
        self._changes = changes
        self._views: dict[str, OpenView] = {}

    def of(self, person: str) -> OpenView | None:
        return self._views.get(person)

    def find(self, view_id: str) -> OpenView | None:
        return next((view for view in self._views.values() if view.id == view_id), None)

    def called(self, external_id: str) -> OpenView | None:
        known = self._views.values()
        return next((v for v in known if v.content.get("external_id") == external_id), None)

    def publish(self, person: str, content: Json) -> OpenView:
        before = self.of(person)
        if before is None:
            return self.put(self._maker.made(person, content))
        return self.put(self._maker.changed(before, content))

    def hold(self, view: OpenView, block_id: str, action_id: str, value: Any) -> OpenView:
        return self.put(holding(view, block_id, action_id, value))

    def put(self, view: OpenView) -> OpenView:
        self._views[view.person] = view
        self._changes.publish(HomeChanged(view.person))
        return view
