"""What every backend promises.

A backend calls it by importing everything from here into a test module that has three fixtures: `store` (an empty
`ports.Store`), `clock` (the `MovableClock` it was opened with) and `reopen` (closes the store, opens the same database
again and returns that).
"""

from tests.storage.contract.accounts import *  # noqa: F403
from tests.storage.contract.apps import *  # noqa: F403
from tests.storage.contract.audit import *  # noqa: F403
from tests.storage.contract.cases import *  # noqa: F403
from tests.storage.contract.connections import *  # noqa: F403
from tests.storage.contract.crm import *  # noqa: F403
from tests.storage.contract.crm_definitions import *  # noqa: F403
from tests.storage.contract.crm_filters import *  # noqa: F403
from tests.storage.contract.developers import *  # noqa: F403
from tests.storage.contract.one_time import *  # noqa: F403
from tests.storage.contract.people import *  # noqa: F403
from tests.storage.contract.tokens import *  # noqa: F403
from tests.storage.contract.transactions import *  # noqa: F403
from tests.storage.contract.webhooks import *  # noqa: F403
