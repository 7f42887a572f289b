"""The whole workspace in one object, used in-process or served alone."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from aiohttp import ClientSession, DummyCookieJar

from sandbox import changes as happened
from sandbox import seed as company
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.deliver.announcer import Announcer
from sandbox.deliver.courier import Courier, body_of
from sandbox.deliver.http import HttpTransport
from sandbox.deliver.payloads import Payloads
from sandbox.deliver.socket_mode import SocketMode
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.manifest import manifest_from
from sandbox.rates import Rates
from sandbox.server import routes
from sandbox.serving import bound, served
from sandbox.state import State
from sandbox.strict_rules import rules
from sandbox.tokens import Token
from sandbox.traffic import Traffic
from sandbox.values import Channel, Person
from sandbox.world import World

ACK_DEADLINE: Final = float(rules().timing["ack_seconds"])
_APP_SCOPES: Final = frozenset({"connections:write"})


class Sandbox:
    """A Slack workspace with one app installed.

    Args:
        manifest: the app's, as Slack takes it; without one every command is delivered and
            every scope granted.
        request_url: where signed HTTP deliveries go; None means Socket Mode.
        people, channels: instead of the company of seed.py. The app's bot user is added.
        seed: decides ids, secrets and what `chance` of a fault means.
        at: the instant at which its clock begins; None means now.
        ack_deadline: real seconds the app has to answer.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any] | None = None,
        request_url: str | None = None,
        *,
        people: Iterable[Person] | None = None,
        channels: Iterable[Channel] | None = None,
        seed: int = 0,
        at: datetime | None = None,
        ack_deadline: float = ACK_DEADLINE,
    ) -> None:
        declared = manifest_from(manifest)
        ids = Ids(seed)
        self.changes = Changes()
        self.clock = Clock(lambda: self.changes.publish(happened.ClockMoved()), at=at)
        self.faults = Faults(seed, lambda: self.changes.publish(happened.FaultsChanged()))
        self.traffic = Traffic(lambda number: self.changes.publish(happened.TrafficChanged(number)))
        self.rates = Rates(self.clock)
        self.host, self.port = "127.0.0.1", 0

        everybody = company.people(declared.name)
        if people is not None:
            bot = next(person for person in everybody if person.is_app)
            everybody = [*people, bot]
        self.state = State(
            team=company.TEAM,
            app=company.app(declared),
            people=everybody,
            channels=company.channels() if channels is None else list(channels),
            clock=self.clock,
            ids=ids,
            changes=self.changes,
        )

        team = self.state.team.id
        self.bot_token = f"xoxb-{ids.number()}-{ids.number()}-{ids.secret()}"
        self.app_token = f"xapp-1-{self.state.app.id}-{ids.number()}-{ids.hexadecimal(64)}"
        self.signing_secret = ids.hexadecimal()
        self.tokens = {
            self.bot_token: Token(self.bot_token, "bot", team, declared.scopes),
            self.app_token: Token(self.app_token, "app", team, _APP_SCOPES),
        }

        self.sockets = SocketMode(self.state.app.id, ids, self.clock, self.changes)
        self.courier = Courier(
            sockets=self.sockets,
            faults=self.faults,
            traffic=self.traffic,
            clock=self.clock,
            ack_deadline=ack_deadline,
            installed=lambda: self.state.app.installed,
        )
        payloads = Payloads(self.state, lambda: f"{self.base_url}/response/")
        announcer = Announcer(
            state=self.state,
            courier=self.courier,
            payloads=payloads,
            manifest=declared,
            clock=self.clock,
            granted=self._granted,
        )
        self.world = World(self.state, self.courier, payloads, declared, announcer)
        self._request_urls: tuple[str, ...] = (request_url,) if request_url else ()
        self._session: ClientSession | None = None

    @property
    def base_url(self) -> str:
        """Such as http://127.0.0.1:3000; the port is known once it serves."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    @asynccontextmanager
    async def serving(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serves in this loop, handles no signals, gives the address. Port 0 takes a free one."""
        listener = bound(host, port)
        self.host, self.port = host, listener.getsockname()[1]
        async with ClientSession(cookie_jar=DummyCookieJar()) as session:
            self._session = session
            self.deliver_to(*(self._request_urls or (None,)))
            async with served(routes(self), listener):
                try:
                    async with self.world.announcer.hearing(self.changes):
                        yield self.base_url
                finally:
                    await self.courier.stop()
                    await self.sockets.drop()
                    self._session = None
                    self.courier.http = None

    def deliver_to(self, *request_urls: str | None) -> None:
        """Signed HTTP to this address from now on; None for Socket Mode.

        Several are replicas of one app, which are asked in turns.
        """
        self._request_urls = tuple(one for one in request_urls if one)
        if self._session is not None:
            self.courier.http = (
                HttpTransport(self._session, self._request_urls, self.signing_secret)
                if self._request_urls
                else None
            )
        self.changes.publish(happened.AppChanged())

    async def verifies_url(self) -> bool:
        """Sends `url_verification`, as Slack does when a request URL is saved."""
        delivery = self.world.payloads.url_verification()
        ack = await self.courier.deliver(delivery)
        challenge = delivery.payload["challenge"]
        return ack.error is None and challenge in (ack.body, body_of(ack).get("challenge"))

    def grant(self, scopes: Iterable[str] | None) -> None:
        """The bot token's scopes from now on; None for all there are."""
        granted = None if scopes is None else frozenset(scopes)
        self.tokens[self.bot_token] = replace(self.tokens[self.bot_token], scopes=granted)

    def revoke(self, *, revoked: bool = True) -> None:
        """The bot token answers `token_revoked` from now on, which the app is told; or works again."""
        self._end("token_revoked" if revoked else None)
        if revoked:
            self.changes.publish(happened.TokenRevoked(uninstalled=False))

    def uninstall(self) -> None:
        """The bot leaves every channel and its token is `account_inactive`.

        The app is told that it was removed, and nothing more from then on.
        """
        self.state.app = replace(self.state.app, installed=False)
        self._end("account_inactive")
        self.changes.publish(happened.TokenRevoked(uninstalled=True))
        bot = self.state.app.bot_user
        for channel in tuple(self.state.channels.values()):
            if channel.kind != "im" and bot in channel.members:
                self.state.remove_member(channel, bot)
        self.changes.publish(happened.AppChanged())

    def install(self) -> None:
        """Again, with the same token; into channels the bot has to be invited."""
        self.state.app = replace(self.state.app, installed=True)
        self._end(None)
        self.changes.publish(happened.AppChanged())

    def _end(self, dead: str | None) -> None:
        self.tokens[self.bot_token] = replace(self.tokens[self.bot_token], dead=dead)

    def _granted(self, scopes: frozenset[str]) -> bool:
        return self.tokens[self.bot_token].has_any(scopes)

    def new_socket_address(self) -> str:
        address = self.base_url.replace("http", "ws", 1)
        return f"{address}/socket-mode?ticket={self.sockets.ticket()}"
