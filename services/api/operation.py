"""An operation of the API: its address, who may call it, what it takes and gives, declared once and in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, Extra, validator
from pydantic.errors import PydanticTypeError, PydanticValueError, StrError
from pydantic.fields import ModelField

from services.api.problem import ProblemKind
from services.api.session_cookie import CookieSession
from services.auth.access import Permission
from services.auth.principal import Principal
from services.auth.sessions import Client
from services.auth.tokens import VerifiedToken

DEFAULT_TIME_LIMIT_S = 5.0

Model = TypeVar("Model", bound=BaseModel)


class AccessKind(str, Enum):
    """On what ground an operation may be called."""

    PUBLIC = "public"
    OWN_DATA = "own_data"
    SUBJECT = "subject"
    ROLE = "role"


@dataclass(frozen=True)
class AccessPolicy:
    """Who may call: anyone; a person for their own data; or whoever holds ``permission`` over the subject."""

    kind: AccessKind
    permission: Permission | None = None

    @property
    def authenticated(self) -> bool:
        """Whether a bearer access token is required."""
        return self.kind is not AccessKind.PUBLIC

    @property
    def described(self) -> str:
        """The policy in Spanish, for the documentation."""
        if self.kind is AccessKind.PUBLIC:
            return "Pública: no requiere sesión."
        if self.kind is AccessKind.OWN_DATA:
            return "Requiere sesión; solo muestra o cambia los datos de quien llama."
        if self.permission is None:
            return "Requiere sesión; solo para quien tiene personas a cargo."
        if self.kind is AccessKind.ROLE:
            return f"Requiere sesión y el permiso «{self.permission.value}»."
        return f"Requiere sesión; sobre otra persona exige el permiso «{self.permission.value}»."


PUBLIC = AccessPolicy(AccessKind.PUBLIC)
OWN_DATA = AccessPolicy(AccessKind.OWN_DATA)
TEAM_OF_CALLER = AccessPolicy(AccessKind.ROLE)


def over_subject(permission: Permission) -> AccessPolicy:
    """One's own data, or another person's when the principal holds ``permission`` over them."""
    return AccessPolicy(AccessKind.SUBJECT, permission)


def company_wide(permission: Permission) -> AccessPolicy:
    """Only for roles that hold ``permission``."""
    return AccessPolicy(AccessKind.ROLE, permission)


class _NotABoolean(PydanticTypeError):
    code = "bool"
    msg_template = "value is not a boolean"


def is_readable(text: str) -> bool:
    """Whether a text can be stored and shown: a NUL and a lone surrogate cannot."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class _NotReadable(PydanticValueError):
    code = "str.readable"
    msg_template = "text that can be neither stored nor shown"


class RequestBody(BaseModel):
    """Base of request bodies: unknown members are refused, and no value is taken for one of another type.

    So is a text that is not readable.
    """

    class Config:
        extra = Extra.forbid

    @validator("*", pre=True)
    def _exactly_typed(cls, value: Any, field: ModelField) -> Any:  # noqa: N805 - pydantic 1 validators
        if field.outer_type_ is bool and not isinstance(value, bool):
            raise _NotABoolean
        if isinstance(field.outer_type_, type) and issubclass(field.outer_type_, str) and not isinstance(value, str):
            raise StrError
        if isinstance(value, str) and not is_readable(value):
            raise _NotReadable
        return value


class ReplyBody(BaseModel):
    """Base of reply bodies; members without a value are left out."""

    class Config:
        json_encoders = {datetime: lambda value: value.isoformat()}  # noqa: RUF012 - pydantic's own convention


@dataclass(frozen=True)
class Parameter:
    """A path or query parameter. ``parse`` raises ``ValueError`` for text that is not acceptable."""

    name: str
    location: str
    description: str
    schema: dict[str, Any]
    parse: Callable[[str], Any]
    required: bool = True


@dataclass(frozen=True)
class Reply:
    """A successful answer: a reply model, or text or bytes of another media type."""

    body: BaseModel | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    content: bytes | None = field(default=None, repr=False)
    content_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Upload:
    """A multipart request (RFC 7578): its one ``file``, of ``maximum_bytes`` at most, and its text fields."""

    maximum_bytes: int
    media_types: tuple[str, ...]
    fields: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class UploadedFile:
    """A file as it came: nothing of it has been believed yet."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Call:
    """One request, checked: the caller, the body and the parameters as the operation declares them."""

    client: Client
    correlation_id: str
    body: Any = None
    parameters: dict[str, Any] = field(default_factory=dict)
    token: VerifiedToken | None = None
    caller: Principal | None = None
    bearer: str | None = field(default=None, repr=False)
    file: UploadedFile | None = field(default=None, repr=False)
    cookie: CookieSession | None = None

    @property
    def uploaded(self) -> UploadedFile:
        """The uploaded file of an operation that declares one."""
        if self.file is None:
            raise RuntimeError("the operation takes no file")
        return self.file

    @property
    def principal(self) -> Principal:
        """The authenticated caller; the policy has made sure that there is one."""
        if self.caller is None:
            raise RuntimeError("the operation's policy does not authenticate")
        return self.caller

    @property
    def session_id(self) -> UUID:
        """The log-in session of the access token."""
        if self.token is None:
            raise RuntimeError("the operation's policy does not authenticate")
        return self.token.session_id

    @property
    def access_token(self) -> str:
        """The verified access token itself."""
        if self.token is None or self.bearer is None:
            raise RuntimeError("the operation's policy does not authenticate")
        return self.bearer


Handler = Callable[[Call], Reply]


@dataclass(frozen=True)
class Operation:
    """A declared operation. ``handler`` is synchronous: it runs in a thread, within ``time_limit_s``.

    ``policy`` has no default on purpose: the application refuses to start with an operation that declares none.
    With ``session_cookie`` a browser may carry its refresh token in a cookie (``services.api.session_cookie``).
    """

    method: str
    path: str
    operation_id: str
    tag: str
    summary: str
    policy: AccessPolicy
    handler: Handler
    status: int = 200
    body: type[BaseModel] | None = None
    upload: Upload | None = None
    reply: type[BaseModel] | None = None
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[ProblemKind, ...] = ()
    media_type: str = "application/json"
    session_cookie: bool = False
    time_limit_s: float = DEFAULT_TIME_LIMIT_S
    description: str = ""
