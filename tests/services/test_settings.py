"""Settings from the environment: complete, or one clear refusal that shows no value."""

from __future__ import annotations

import pytest

from services.settings import Settings, SettingsError

SECRET = "k" * 40
PRODUCTION = {
    "CHATNOMINA_ENV": "production",
    "DATABASE_URL": "postgresql://u:clave-de-base@db/c",
    "REDIS_URL": "redis://:clave-de-redis@r/0",
    "ACTION_SERVER_SECRET": SECRET,
    "AUTH_SIGNING_KEYS_FILE": "/run/secrets/signing.json",
    "DATA_ENCRYPTION_KEYS_FILE": "/run/secrets/encryption.json",
    "SMTP_URL": "smtps://u:clave-de-correo@mail",
}


def read(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name in PRODUCTION:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings.from_environment()


def test_a_complete_production_environment_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, PRODUCTION)
    assert not settings.relaxed
    assert "clave" not in repr(settings)


@pytest.mark.parametrize(
    "missing", ["ACTION_SERVER_SECRET", "AUTH_SIGNING_KEYS_FILE", "DATA_ENCRYPTION_KEYS_FILE", "SMTP_URL"]
)
def test_production_refuses_what_development_makes_up(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(SettingsError, match=missing):
        read(monkeypatch, variables)
    assert read(monkeypatch, variables | {"CHATNOMINA_ENV": "development"}).relaxed


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CHATNOMINA_ENV", "staging"),
        ("CHATNOMINA_TENANT", "a:b"),
        ("SERVICES_PORT", "puerto"),
        ("ACTION_SERVER_SECRET", "corta"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(monkeypatch, PRODUCTION | {variable: value})
    assert variable in str(refusal.value)
    assert "clave" not in str(refusal.value)


@pytest.mark.parametrize("missing", ["DATABASE_URL", "REDIS_URL"])
def test_the_stores_must_be_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        read(monkeypatch, {name: value for name, value in PRODUCTION.items() if name != missing})
