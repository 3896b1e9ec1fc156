"""Tables from Authlib's SQLAlchemy mixins, on SQLite in WAL mode with its default of synchronous=FULL."""

import os
from pathlib import Path
from typing import Any

from authlib.integrations.sqla_oauth2 import OAuth2AuthorizationCodeMixin, OAuth2ClientMixin, OAuth2TokenMixin
from sqlalchemy import Column, Integer, String, create_engine, event
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

Base: Any = declarative_base()
engine = create_engine(
    f"sqlite:///{Path(os.environ['BENCH_DIR']) / 'peer.sqlite3'}", pool_size=8, connect_args={"timeout": 20}
)
# Nothing is read again after a commit, so nothing needs to expire: fewer queries for the peer.
session = scoped_session(sessionmaker(engine, expire_on_commit=False))


@event.listens_for(engine, "connect")
def tune(connection: Any, _record: object) -> None:
    """The same SQLite settings that the other peer has."""
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={os.environ.get('BENCH_SYNCHRONOUS', 'FULL')}",
        "cache_size=-64000",
    ):
        connection.execute(f"PRAGMA {pragma}")


class User(Base):
    """A person."""

    __tablename__ = "user"
    id = Column(Integer, primary_key=True)
    name = Column(String(40))

    def get_user_id(self) -> Any:
        """What Authlib stores with a token."""
        return self.id


class Client(Base, OAuth2ClientMixin):
    """An app; the mixin compares the secret as it is."""

    __tablename__ = "oauth2_client"
    id = Column(Integer, primary_key=True)


class AuthorizationCode(Base, OAuth2AuthorizationCodeMixin):
    """A code."""

    __tablename__ = "oauth2_code"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer)


class Token(Base, OAuth2TokenMixin):
    """An access token, with the refresh token where one was issued."""

    __tablename__ = "oauth2_token"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer)
