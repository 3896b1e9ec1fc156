"""The check between Grant access and the grant, whichever one is set."""

from typing import assert_never

from admittance.config import CaptchaKind
from admittance.http.install_flow import Asked, Gate, Passed, WhyAsked
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.services import Services
from admittance.web.captcha.characters import check_characters, new_challenge, proof_digest, read_challenge
from admittance.web.captcha.hosted import SERVICES, Service, verified
from admittance.web.captcha.proof_of_work import Proof, WrongProof, check_proof
from admittance.web.pages.captcha import (
    NEW_CHARACTERS,
    AltchaCheck,
    CaptchaProblem,
    CaptchaSlot,
    CharactersCheck,
    HostedCheck,
)

CHALLENGE_FIELD = "characters_challenge"
_SHOWN = {
    WhyAsked.NEEDED: CaptchaProblem.NEEDED,
    WhyAsked.WRONG: CaptchaProblem.WRONG,
    WhyAsked.EXPIRED: CaptchaProblem.EXPIRED,
    WhyAsked.UNREACHABLE: CaptchaProblem.UNREACHABLE,
}


class ConsentCheck:
    """See `install_flow.CaptchaGate`. Every right answer works once, in whichever form it came."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def check(self, request: Request, form: Parameters, now: int) -> Gate:
        """Passed, or why not. Typed characters count also where a script's check is set: not everybody has scripts."""
        kind = self._services.settings.captcha
        if kind is CaptchaKind.OFF:
            return Passed()
        if form.get("answer") == NEW_CHARACTERS:
            return Asked(WhyAsked.NEW_CHARACTERS)
        if form.get("characters") and form.get(CHALLENGE_FIELD):
            return await self._characters(form, now)
        if kind is CaptchaKind.ALTCHA:
            payload = form.get("altcha")
            if payload is None:
                return Asked(WhyAsked.NEEDED)
            return await self._spend(check_proof(self._services.keys.captcha, payload, now))
        return await self._hosted(SERVICES[kind], form)

    async def _characters(self, form: Parameters, now: int) -> Gate:
        key, name = self._services.keys.captcha, form.get(CHALLENGE_FIELD) or ""
        checked = check_characters(key, name, form.get("characters") or "", now)
        challenge = read_challenge(key, name)
        if isinstance(checked, WrongProof) and challenge is not None and not checked.expired:
            # One try a picture: guessing on is for robots.
            digest, ends = proof_digest(challenge), challenge.ends
            await self._services.store.write(lambda tx: tx.proofs.spend(digest, ends))
        return await self._spend(checked)

    async def _spend(self, checked: Proof | WrongProof) -> Gate:
        match checked:
            case WrongProof():
                return Asked(WhyAsked.EXPIRED if checked.expired else WhyAsked.WRONG)
            case Proof():
                proof = checked
                first = await self._services.store.write(lambda tx: tx.proofs.spend(proof.digest, proof.expires_at))
                return Passed() if first else Asked(WhyAsked.EXPIRED)
            case _:
                assert_never(checked)

    async def _hosted(self, service: Service, form: Parameters) -> Gate:
        response = form.get(service.field)
        if response is None:
            return Asked(WhyAsked.NEEDED)
        said = await verified(service.verify_url, self._services.settings.captcha_secret_key, response)
        if said is None:
            return Asked(WhyAsked.UNREACHABLE)
        return Passed() if said else Asked(WhyAsked.WRONG)


def slot_of(services: Services, asked: Asked | None) -> CaptchaSlot | None:
    """What the consent page shows: the set check, or fresh characters once it is shown again for them."""
    settings = services.settings
    if settings.captcha is CaptchaKind.OFF:
        return None
    characters = _characters(services)
    if asked is not None and asked.why is WhyAsked.NEW_CHARACTERS:
        return characters
    if settings.captcha is CaptchaKind.ALTCHA:
        return AltchaCheck(challenge_url="/captcha/challenge", characters=characters)
    service = SERVICES[settings.captcha]
    return HostedCheck(
        widget=service.widget,
        site_key=settings.captcha_site_key,
        script_url=service.script_url,
        characters=characters,
    )


def problem_of(asked: Asked | None) -> CaptchaProblem | None:
    """The sentence beside the characters; none for somebody who only asked for others."""
    return _SHOWN.get(asked.why) if asked is not None else None


def _characters(services: Services) -> CharactersCheck:
    made = new_challenge(services.keys.captcha, services.new_secret(), services.clock.now())
    return CharactersCheck(
        image_url=f"/captcha/image/{made.name}",
        audio_url=f"/captcha/audio/{made.name}",
        hidden=((CHALLENGE_FIELD, made.name),),
    )
