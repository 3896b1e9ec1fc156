"""ALTCHA's proof of work, solved by its own library."""

import json
from base64 import b64decode, b64encode

import altcha

from admittance.web.captcha.proof_of_work import LASTS, Proof, WrongProof, check_proof, new_challenge

KEY = b"k" * 32
NOW = 1_790_000_000_000


def solved() -> str:
    """A challenge of `NOW`, solved."""
    challenge = altcha.Challenge.from_dict(new_challenge(KEY, NOW))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def test_work_that_was_done_is_taken_and_has_a_name_of_its_own() -> None:
    """A solved challenge passes; the same answer always has the same digest, so that it can be spent once."""
    payload = solved()
    first = check_proof(KEY, payload, NOW + 1)
    assert isinstance(first, Proof)
    assert first == check_proof(KEY, payload, NOW + 2)
    assert first != check_proof(KEY, solved(), NOW + 1)


def test_a_challenge_ends_by_the_servers_clock() -> None:
    """After ten minutes the work is in vain, and the page can say why."""
    assert check_proof(KEY, solved(), NOW + LASTS) == WrongProof(expired=True)


def test_work_for_another_servers_challenge_is_none() -> None:
    """A challenge signed with another key is not ours."""
    assert check_proof(b"x" * 32, solved(), NOW) == WrongProof()


def test_changed_or_made_up_answers_are_none() -> None:
    """Whatever is sent, the answer is no, and never an exception."""
    changed = json.loads(b64decode(solved()))
    changed["challenge"]["parameters"]["data"]["ends"] += 1
    longer = b64encode(json.dumps(changed).encode()).decode()
    made_up = ["", "x", "e30=", "bnVsbA==", b64encode(b"[]").decode(), "\ud800", "A" * 100_000, longer]
    assert [check_proof(KEY, payload, NOW) for payload in made_up] == [WrongProof()] * len(made_up)
