"""What acts of people work on: one workspace and the ways to its app."""

from dataclasses import dataclass

from sandbox.deliver.announcer import Announcer
from sandbox.deliver.courier import Courier
from sandbox.deliver.payloads import Payloads
from sandbox.manifest import Manifest
from sandbox.state import State


@dataclass(frozen=True, slots=True)
class World:
    state: State
    courier: Courier
    payloads: Payloads
    manifest: Manifest
    announcer: Announcer
