"""What a channel reads from its section of credentials.yml."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Extra, Field, ValidationError
from rasa.shared.exceptions import InvalidConfigException


class ChannelSettings(BaseModel):
    """Where tokens are verified and how much a person may send.

    ``cors_origins``: exact origins separated by commas; ``time_limit_s`` bounds the whole answer; ``workers`` is how
    many processes share the port.
    """

    jwks_url: str = Field(min_length=1)
    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    redis_url: str = Field(min_length=1)
    tenant: str = Field(min_length=1)
    cors_origins: str = ""
    messages_per_minute: int = Field(30, gt=0)
    time_limit_s: float = Field(10.0, gt=0)
    workers: int = Field(1, gt=0)

    class Config:
        extra = Extra.forbid

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ChannelSettings:
        """The settings, or Rasa's own configuration error naming what is wrong (never a value)."""
        try:
            return cls.parse_obj(credentials or {})
        except ValidationError as error:
            problems = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
            raise InvalidConfigException(f"credentials.yml, authenticated channel: {problems}") from None

    @property
    def origins(self) -> frozenset[str]:
        """The allowed browser origins."""
        return frozenset(origin.strip() for origin in self.cors_origins.split(",") if origin.strip())
