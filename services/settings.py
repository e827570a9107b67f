"""The settings of every process, read once from the environment and passed down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseSettings, Field, SecretStr, ValidationError, root_validator

DEFAULT_ACTION_SERVER_SECRET = "development-action-server-secret"  # noqa: S105 - refused outside development and test
RELAXED_ENVIRONMENTS = frozenset({"development", "test"})
ENVIRONMENTS = RELAXED_ENVIRONMENTS | {"production"}


class SettingsError(Exception):
    """The environment does not hold a usable configuration; the message names the variables, never their values."""


class Settings(BaseSettings):
    """What a process needs to know about where it runs.

    ``database_url`` and ``redis_url`` carry passwords, so they are ``SecretStr``: printed settings never show them.
    Outside development and test, default secrets and key files made on the fly are refused.
    """

    environment: str = Field("development", env="CHATNOMINA_ENV")
    tenant: str = Field("demo", env="CHATNOMINA_TENANT", regex=r"^[a-z0-9][a-z0-9_-]{0,31}$")
    data_directory: Path = Field(Path(".chatnomina"), env="CHATNOMINA_DATA_DIRECTORY")

    database_url: SecretStr = Field(..., env="DATABASE_URL")
    redis_url: SecretStr = Field(..., env="REDIS_URL")
    database_statement_timeout_ms: int = Field(4_000, env="DATABASE_STATEMENT_TIMEOUT_MS", gt=0)
    database_pool_size: int = Field(8, env="DATABASE_POOL_SIZE", gt=0)

    services_host: str = Field("127.0.0.1", env="SERVICES_HOST")
    services_port: int = Field(8000, env="SERVICES_PORT", gt=0, lt=65_536)
    rasa_host: str = Field("127.0.0.1", env="RASA_HOST")
    rasa_port: int = Field(5005, env="RASA_PORT", gt=0, lt=65_536)
    actions_host: str = Field("127.0.0.1", env="ACTIONS_HOST")
    actions_port: int = Field(5055, env="ACTIONS_PORT", gt=0, lt=65_536)
    action_server_url: str = Field("http://127.0.0.1:5055/webhook", env="ACTION_SERVER_URL")
    action_server_secret: SecretStr = Field(SecretStr(DEFAULT_ACTION_SERVER_SECRET), env="ACTION_SERVER_SECRET")

    signing_keys_file: Path | None = Field(None, env="AUTH_SIGNING_KEYS_FILE")
    encryption_keys_file: Path | None = Field(None, env="DATA_ENCRYPTION_KEYS_FILE")
    mail_outbox_directory: Path | None = Field(None, env="MAIL_OUTBOX_DIRECTORY")
    smtp_url: SecretStr | None = Field(None, env="SMTP_URL")
    mail_sender: str = Field("ChatNomina <no-reply@chatnomina.example>", env="MAIL_SENDER")
    jwks_url: str = Field("http://127.0.0.1:8000/.well-known/jwks.json", env="AUTH_JWKS_URL")
    issuer: str = Field("chatnomina", env="AUTH_ISSUER", min_length=1)
    audience: str = Field("chatnomina", env="AUTH_AUDIENCE", min_length=1)

    oidc_issuer: str | None = Field(None, env="OIDC_ISSUER", description="The company's directory, if it has one.")
    oidc_client_id: str | None = Field(None, env="OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr | None = Field(None, env="OIDC_CLIENT_SECRET")
    oidc_redirect_uri: str | None = Field(None, env="OIDC_REDIRECT_URI")

    cors_origins: str = Field("", env="CORS_ORIGINS", description="Allowed browser origins, separated by commas.")
    trusted_proxies: int = Field(0, env="TRUSTED_PROXIES", ge=0, description="Reverse proxies before the API.")
    web_client_url: str = Field("http://127.0.0.1:8000", env="WEB_CLIENT_URL")
    web_client_directory: Path = Field(Path("clients/web/dist"), env="WEB_CLIENT_DIRECTORY", description="Its build.")
    assistant_url: str | None = Field(
        None, env="ASSISTANT_URL", description="Where browsers reach the assistant, when not at the API's own address."
    )
    verification_url: str | None = Field(
        None,
        env="DOCUMENT_VERIFICATION_URL",
        description="Where the services answer /verificar for people outside.",
    )

    employer_name: str | None = Field(None, env="EMPLOYER_NAME")
    employer_nit: str | None = Field(None, env="EMPLOYER_NIT", regex=r"^[0-9]{6,15}$", description="No check digit.")
    employer_city: str = Field("", env="EMPLOYER_CITY")
    employer_municipality: str = Field(
        "", env="EMPLOYER_MUNICIPALITY", regex=r"^([0-9]{5})?$", description="DANE code."
    )
    employer_address: str = Field("", env="EMPLOYER_ADDRESS")
    employer_phone: str = Field("", env="EMPLOYER_PHONE")
    employer_signatory: str = Field("", env="EMPLOYER_SIGNATORY")
    employer_signatory_title: str = Field("", env="EMPLOYER_SIGNATORY_TITLE")

    class Config:
        frozen = True
        case_sensitive = True

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment; ``SettingsError`` lists what is missing or refused."""
        try:
            return cls.parse_obj({})
        except ValidationError as error:
            problems = "; ".join(
                f"{_variable_name(cls, str(item['loc'][-1]))}: {item['msg']}" for item in error.errors()
            )
            raise SettingsError(f"invalid configuration: {problems}") from None

    @root_validator(skip_on_failure=True)
    def _refuse_half_a_directory(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805 - pydantic 1 validators
        given = [values[name] is not None for name in ("oidc_issuer", "oidc_client_id", "oidc_redirect_uri")]
        if any(given) and not all(given):
            raise ValueError("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_REDIRECT_URI go together")
        return values

    @root_validator(skip_on_failure=True)
    def _refuse_default_secrets(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805 - pydantic 1 validators
        environment = values["environment"]
        if environment not in ENVIRONMENTS:
            raise ValueError(f"CHATNOMINA_ENV must be one of {', '.join(sorted(ENVIRONMENTS))}")
        if environment in RELAXED_ENVIRONMENTS:
            return values
        secret = values["action_server_secret"].get_secret_value()
        if secret == DEFAULT_ACTION_SERVER_SECRET or len(secret) < 32:
            raise ValueError("ACTION_SERVER_SECRET must be set to at least 32 characters of its own")
        missing = [
            variable
            for name, variable in (
                ("signing_keys_file", "AUTH_SIGNING_KEYS_FILE"),
                ("encryption_keys_file", "DATA_ENCRYPTION_KEYS_FILE"),
            )
            if values[name] is None
        ]
        if missing:
            raise ValueError(f"{', '.join(missing)} must name an existing file")
        if values["smtp_url"] is None:
            raise ValueError("SMTP_URL must be set: password resets are sent by e-mail")
        return values

    @property
    def relaxed(self) -> bool:
        """Whether this is a development or test process, where missing key files are made on first start."""
        return self.environment in RELAXED_ENVIRONMENTS

    @property
    def verification_address(self) -> str:
        """The address under which a document's code is checked; in development, this very machine's."""
        return self.verification_url or f"http://{self.services_host}:{self.services_port}/verificar"

    @property
    def assistant_address(self) -> str | None:
        """Where browsers reach the assistant; ``None`` when that is the API's own address, as behind one proxy."""
        if self.assistant_url is not None:
            return self.assistant_url.rstrip("/")
        return f"http://{self.rasa_host}:{self.rasa_port}" if self.relaxed else None

    @property
    def signing_keys_path(self) -> Path:
        """The private JWK Set that signs access tokens."""
        return self.signing_keys_file or self.data_directory / "keys" / "signing.json"

    @property
    def encryption_keys_path(self) -> Path:
        """The keys that encrypt national IDs and bank accounts at rest, newest first."""
        return self.encryption_keys_file or self.data_directory / "keys" / "encryption.json"

    @property
    def mail_outbox_path(self) -> Path:
        """Where the file outbox leaves messages in development."""
        return self.mail_outbox_directory or self.data_directory / "outbox"

    @property
    def cors_origin_list(self) -> tuple[str, ...]:
        """The origins of ``CORS_ORIGINS``, exact, without blanks."""
        return tuple(origin.strip() for origin in self.cors_origins.split(",") if origin.strip())


def _variable_name(settings: type[Settings], field: str) -> str:
    model_field = settings.__fields__.get(field)
    names = sorted(model_field.field_info.extra.get("env_names", ())) if model_field is not None else []
    return names[0] if names else "settings"
