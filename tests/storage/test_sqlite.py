"""SQLite keeps the contract of storage."""

import pytest

from tests.storage.contract import *  # noqa: F403

pytestmark = pytest.mark.anyio
