"""Password hashes: argon2id, a few at a time, off the event loop (OWASP ASVS 5 section 11.4)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19 * 1024
ROUNDS = 2


class Argon2Passwords:
    """`Passwords` by argon2-cffi: 19 MiB, two rounds. `at_once` bounds memory, whatever arrives together."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="argon2")
        self._hasher: PasswordHasher | None = None
        self._stand_in: str | None = None

    async def make(self, password: str) -> str:
        """The encoded argon2id hash."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._make, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether they match; with None a stand-in hash is checked, so that both answers cost one verification."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._verify, password_hash, password)

    async def close(self) -> None:
        """Let what runs finish."""
        await asyncio.to_thread(self._threads.shutdown)

    def _argon2(self) -> "PasswordHasher":
        if self._hasher is None:
            from argon2 import PasswordHasher  # why here: nobody signs in while the server starts

            self._hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)
        return self._hasher

    def _make(self, password: str) -> str:
        return self._argon2().hash(password.encode("utf-8", "surrogatepass"))

    def _verify(self, password_hash: str | None, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        if self._stand_in is None:
            self._stand_in = self._make("nobody's password")
        try:
            self._argon2().verify(password_hash or self._stand_in, password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None
