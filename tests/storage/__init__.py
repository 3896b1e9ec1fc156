"""Tests of storage. The contract in `contract/` is every backend's."""

import pytest

pytest.register_assert_rewrite("tests.storage.contract")
