"""Log-in with a real OpenID Connect provider (node-oidc-provider) that runs on this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
import requests

from services.api.operation import Call
from services.api.routes import oidc as oidc_routes
from services.api.routes.identity import TokenReply
from services.api.routes.oidc import OidcFinishBody
from services.api.session_cookie import CookieSession
from services.auth.errors import LoginUnavailable
from services.auth.oidc import OidcLogin, OidcProvider, OidcRefused, OidcStart, OidcUnavailable
from services.rate_limits import RateLimiter
from tests import directory
from tests.directory import CLIENT_ID, CLIENT_SECRET
from tests.services.people import PHONE, IdentityWorld

if TYPE_CHECKING:
    from services.bootstrap import Services

REDIRECT_URI = "https://chat.example/entrar"


@pytest.fixture(scope="module")
def issuer(directory_folder: Path) -> Iterator[str]:
    with directory.running(directory_folder, REDIRECT_URI) as address:
        yield address


@pytest.fixture
def make_oidc(issuer: str, world: IdentityWorld) -> Callable[..., OidcLogin]:
    def make(**changes: Any) -> OidcLogin:
        registered = {"issuer": issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        provider = OidcProvider(**{**registered, "redirect_uri": REDIRECT_URI, **changes})
        return OidcLogin(
            provider, world.database, world.redis, RateLimiter(world.redis, world.tenant), world.auth, world.tenant
        )

    return make


@pytest.fixture
def oidc(make_oidc: Callable[..., OidcLogin]) -> OidcLogin:
    return make_oidc()


def sign_in(authorization_url: str, login: str) -> dict[str, str]:
    """What the browser comes back with after the person logs in at the provider and consents."""
    with httpx.Client(timeout=20) as browser:
        response = browser.get(authorization_url)
        for _ in range(12):
            while response.is_redirect:
                location = response.headers["location"]
                if location.startswith(REDIRECT_URI):
                    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
                response = browser.get(response.url.join(location))
            form = re.search(r'<form[^>]*action="([^"]+)"', response.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', response.text)
            assert form is not None, response.text[:400]
            assert prompt is not None, response.text[:400]
            response = browser.post(
                response.url.join(form[1]), data={"prompt": prompt[1], "login": login, "password": "cualquiera"}
            )
    raise AssertionError("the provider never came back")


def finish(oidc: OidcLogin, begun: OidcStart, answer: dict[str, str], **changes: str) -> Any:
    given = {"state": answer["state"], "code": answer["code"], "login_secret": begun.login_secret, **changes}
    return oidc.finish(given["state"], given["code"], given["login_secret"], PHONE)


def test_a_browser_gets_its_refresh_token_in_the_cookie_alone(oidc: OidcLogin, world: IdentityWorld) -> None:
    person = world.hire(password=None)
    begun = oidc.start(PHONE)
    answer = sign_in(begun.authorization_url, person.email)
    operations = oidc_routes.operations(cast("Services", SimpleNamespace(oidc=oidc, auth=world.auth)))
    finishing = next(operation for operation in operations if operation.operation_id == "finishOidc")
    body = OidcFinishBody(state=answer["state"], code=answer["code"], login_secret=begun.login_secret)
    reply = finishing.handler(Call(PHONE, "c-1", body=body, cookie=CookieSession("cookie", secure=True, token=None)))
    assert finishing.session_cookie
    assert isinstance(reply.body, TokenReply)
    assert reply.body.refresh_token is None
    assert reply.headers["Set-Cookie"].startswith("cookie=")
    assert "HttpOnly; SameSite=Strict; Secure" in reply.headers["Set-Cookie"]


def test_a_person_of_the_directory_gets_a_session_of_ours(oidc: OidcLogin, world: IdentityWorld) -> None:
    person = world.hire(password=None)
    begun = oidc.start(PHONE)
    query = parse_qs(urlsplit(begun.authorization_url).query)
    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["state"] == [begun.state]
    assert {"nonce", "code_challenge"} <= set(query)
    assert "code_verifier" not in query
    pair = finish(oidc, begun, sign_in(begun.authorization_url, person.email))
    assert world.auth.authenticate(pair.access_token).subject == person.user_id
    assert world.auth.refresh(pair.refresh_token).access_token
    opened = world.audit.entries(subject_id=person.user_id, action="session.opened")
    assert [entry.reason for entry in opened] == ["oidc"]


def test_nobody_is_registered_by_logging_in(oidc: OidcLogin, world: IdentityWorld) -> None:
    begun = oidc.start(PHONE)
    with pytest.raises(OidcRefused, match="no_active_account"):
        finish(oidc, begun, sign_in(begun.authorization_url, "forastera@tejidosdelvalle.example"))
    assert world.audit.entries(action="login.failed", limit=1)[0].reason == "oidc:no_active_account"


def test_an_unverified_address_proves_nothing(oidc: OidcLogin, world: IdentityWorld) -> None:
    person = world.hire(email=f"sin.verificar.{world.tenant}@tejidosdelvalle.example")
    begun = oidc.start(PHONE)
    with pytest.raises(OidcRefused, match="email_not_verified"):
        finish(oidc, begun, sign_in(begun.authorization_url, person.email))


def test_a_deactivated_person_is_refused(oidc: OidcLogin, world: IdentityWorld) -> None:
    from services.auth.principal import Role

    admin, person = world.hire(Role.ADMIN), world.hire()
    world.accounts.deactivate(world.principal(admin), person.user_id)
    begun = oidc.start(PHONE)
    with pytest.raises(OidcRefused, match="no_active_account"):
        finish(oidc, begun, sign_in(begun.authorization_url, person.email))


def test_a_login_is_finished_once_and_only_where_it_began(oidc: OidcLogin, world: IdentityWorld) -> None:
    person = world.hire()
    begun = oidc.start(PHONE)
    answer = sign_in(begun.authorization_url, person.email)
    with pytest.raises(OidcRefused, match="unknown_state"):
        finish(oidc, begun, answer, state="inventado")
    with pytest.raises(OidcRefused, match="another_browser"):
        finish(oidc, begun, answer, login_secret=oidc.start(PHONE).login_secret)
    with pytest.raises(OidcRefused, match="unknown_state"):
        finish(oidc, begun, answer)


def test_a_code_of_another_login_is_refused_by_its_challenge(oidc: OidcLogin, world: IdentityWorld) -> None:
    person = world.hire()
    first, second = oidc.start(PHONE), oidc.start(PHONE)
    answer = sign_in(first.authorization_url, person.email)
    with pytest.raises(OidcRefused, match="code_not_accepted"):
        finish(oidc, second, {**answer, "state": second.state})


def test_a_wrong_client_secret_opens_nothing(make_oidc: Callable[..., OidcLogin], world: IdentityWorld) -> None:
    oidc, person = make_oidc(client_secret="otro"), world.hire()
    begun = oidc.start(PHONE)
    with pytest.raises(OidcRefused, match="code_not_accepted"):
        finish(oidc, begun, sign_in(begun.authorization_url, person.email))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda claims: {"nonce": "otro"}, "nonce"),
        (lambda claims: {"aud": "otra"}, "id_token"),
        (lambda claims: {"iss": "https://malo.example"}, "id_token"),
        (lambda claims: {"exp": claims["iat"] - 3600}, "id_token"),
        (lambda claims: {"azp": "otra"}, "authorised_party"),
        (lambda claims: {"email_verified": "true"}, "email_not_verified"),
    ],
    ids=["nonce", "aud", "iss", "exp", "azp", "email_verified"],
)
def test_what_the_id_token_must_state_is_checked(
    oidc: OidcLogin,
    world: IdentityWorld,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    reason: str,
) -> None:
    """The provider's answer, altered and signed again with a key that the provider appears to publish."""
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    published = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
    real_get, real_post = requests.get, requests.Session.request

    def get(address: str, **options: Any) -> requests.Response:
        response = real_get(address, **options)
        if address.endswith("/jwks"):
            response._content = json.dumps({"keys": [{**published, "kid": "falsa", "use": "sig"}]}).encode()
        return response

    def post(session: Any, method: str, url: str, **options: Any) -> requests.Response:
        response = real_post(session, method, url, **options)
        if url.endswith("/token"):
            body = response.json()
            claims = jwt.decode(body["id_token"], options={"verify_signature": False})
            altered = {**claims, **change(claims)}
            body["id_token"] = jwt.encode(altered, key, algorithm="ES256", headers={"kid": "falsa"})
            response._content = json.dumps(body).encode()
        return response

    begun = oidc.start(PHONE)
    answer = sign_in(begun.authorization_url, world.hire().email)
    monkeypatch.setattr(requests, "get", get)
    monkeypatch.setattr(requests.Session, "request", post)
    with pytest.raises(OidcRefused) as refusal:
        finish(oidc, begun, answer)
    assert refusal.value.reason_code == reason


@pytest.mark.parametrize(
    "changes",
    [{"issuer": "http://127.0.0.1:9"}, {"issuer": "http://directorio.example"}],
    ids=["down", "without TLS"],
)
def test_a_provider_that_cannot_be_trusted_or_reached_opens_nothing(
    make_oidc: Callable[..., OidcLogin], changes: dict[str, str]
) -> None:
    with pytest.raises(OidcUnavailable):
        make_oidc(**changes).start(PHONE)


def test_a_provider_that_names_itself_differently_is_not_trusted(
    make_oidc: Callable[..., OidcLogin], issuer: str
) -> None:
    with pytest.raises(OidcUnavailable, match="issuer_mismatch"):
        make_oidc(issuer=issuer.replace("127.0.0.1", "localhost")).start(PHONE)


def test_without_counting_attempts_the_door_stays_closed(oidc: OidcLogin, monkeypatch: pytest.MonkeyPatch) -> None:
    from redis.exceptions import ConnectionError as RedisConnectionError

    def away(*_: object, **__: object) -> None:
        raise RedisConnectionError

    monkeypatch.setattr(RateLimiter, "take", away)
    with pytest.raises(LoginUnavailable):
        oidc.start(PHONE)
