"""How long the browser's tests wait for something to be seen."""

from playwright.async_api import expect

PATIENCE = 20_000
"""Milliseconds. A busy machine takes seconds for what is there at once on an idle one."""

A_PRESS = 100
"""Milliseconds for which a person holds a button down: what moves meanwhile is not met."""

expect.set_options(timeout=PATIENCE)
