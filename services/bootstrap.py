"""Builds the services of a process from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.audit import AuditLog
from services.auth.accounts import AccountAdministration
from services.auth.keys import SigningKeyRing
from services.auth.mail import DeferredSender, FileOutbox, MailSender, SmtpSender
from services.auth.oidc import OidcLogin, OidcProvider
from services.auth.passwords import PasswordHasher
from services.auth.revocation import RevocationList
from services.auth.service import AuthService
from services.auth.tickets import TicketOffice
from services.auth.tokens import TokenIssuer, TokenVerifier
from services.cache import Cache
from services.chat.feedback import FeedbackService
from services.chat.live import LiveDelivery
from services.chat.memory import ConversationMemory
from services.chat.service import ChatService
from services.chat.unanswered import UnansweredTurns
from services.database import Database
from services.documents.employer import DEMO_EMPLOYER, Employer
from services.documents.service import DocumentService
from services.encryption import FieldCipher
from services.imports.service import ImportService
from services.normativa.encoder import load_encoder
from services.normativa.passages import PassageKind, load_foreign_questions, load_passages
from services.normativa.service import NormativaService
from services.payroll.desk.desk import Desk, build_desk
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.service import PayrollService
from services.privacy.export import PersonalDataExport
from services.privacy.service import PrivacyService
from services.rate_limits import RateLimiter
from services.redis_client import close_redis, connect_redis
from services.users.directory import EmployeeDirectory
from services.users.service import UserService

if TYPE_CHECKING:
    from redis import Redis

    from services.settings import Settings


@dataclass(frozen=True)
class Services:
    """Every service of a process, sharing one database engine and one Redis connection pool."""

    settings: Settings
    database: Database
    redis: Redis[bytes]
    cache: Cache
    cipher: FieldCipher
    signing_keys: SigningKeyRing
    limiter: RateLimiter
    audit: AuditLog
    mail: DeferredSender
    users: UserService
    directory: EmployeeDirectory
    auth: AuthService
    accounts: AccountAdministration
    oidc: OidcLogin | None
    tickets: TicketOffice
    payroll: PayrollService
    desk: Desk
    imports: ImportService
    chat: ChatService
    feedback: FeedbackService
    unanswered: UnansweredTurns
    privacy: PrivacyService
    personal_data: PersonalDataExport
    documents: DocumentService
    normativa: NormativaService

    def close(self) -> None:
        """Deliver the mail that waits and give back every connection."""
        self.mail.close()
        self.database.dispose()
        close_redis(self.redis)


def build_services(settings: Settings) -> Services:
    """Wire everything; nothing connects until first used. Key files are made on first start in development and test."""
    database = Database(
        settings.database_url.get_secret_value(),
        settings.database_statement_timeout_ms,
        pool_size=settings.database_pool_size,
    )
    redis = connect_redis(settings.redis_url.get_secret_value())
    cache = Cache(redis, f"{settings.tenant}:cache")
    cipher = FieldCipher.from_file(settings.encryption_keys_path, create=settings.relaxed)
    signing_keys = SigningKeyRing(settings.signing_keys_path, create=settings.relaxed)
    limiter = RateLimiter(redis, settings.tenant)
    hasher = PasswordHasher()
    parameters = default_legal_parameters()
    users = UserService(database, cache, cipher)
    revocations = RevocationList(redis, settings.tenant)
    mail = DeferredSender(_mail_sender(settings))
    auth = AuthService(
        database,
        hasher,
        TokenIssuer(signing_keys.current, issuer=settings.issuer, audience=settings.audience),
        TokenVerifier(signing_keys.public_keys, issuer=settings.issuer, audience=settings.audience),
        revocations,
        limiter,
        mail,
        reset_url=f"{settings.web_client_url.rstrip('/')}/restablecer",
    )
    audit = AuditLog(database)
    payroll = PayrollService(database, cache, parameters, directory=users)
    chat = ChatService(database, ConversationMemory(redis, settings.tenant), LiveDelivery(redis, settings.tenant))
    privacy = PrivacyService(database, cipher)
    desk = build_desk(database, cipher, payroll, users, chat, redis, settings.tenant, limiter, mail)
    documents = DocumentService(database, payroll, users, issuing_employer(settings), settings.verification_address)
    return Services(
        settings=settings,
        database=database,
        redis=redis,
        cache=cache,
        cipher=cipher,
        signing_keys=signing_keys,
        limiter=limiter,
        audit=audit,
        mail=mail,
        users=users,
        directory=EmployeeDirectory(database, cache, cipher, hasher),
        auth=auth,
        accounts=AccountAdministration(database, users, auth, revocations),
        oidc=_oidc_login(settings, database, redis, limiter, auth),
        tickets=TicketOffice(redis, settings.tenant),
        payroll=payroll,
        desk=desk,
        imports=ImportService(database, cache, cipher, parameters),
        chat=chat,
        feedback=FeedbackService(database),
        unanswered=UnansweredTurns(database),
        privacy=privacy,
        personal_data=PersonalDataExport(users, payroll, chat, auth, audit, privacy, desk, documents),
        documents=documents,
        normativa=_normativa(settings),
    )


def issuing_employer(settings: Settings) -> Employer | None:
    """The configured company; without one, or without a public address to verify, the demo's or (production) None."""
    if not settings.relaxed and settings.verification_url is None:
        return None
    if settings.employer_name is None or settings.employer_nit is None:
        return DEMO_EMPLOYER if settings.relaxed else None
    return Employer(
        name=settings.employer_name,
        nit=settings.employer_nit,
        city=settings.employer_city,
        municipality=settings.employer_municipality,
        address=settings.employer_address,
        phone=settings.employer_phone,
        signatory=settings.employer_signatory,
        signatory_title=settings.employer_signatory_title,
    )


def _normativa(settings: Settings) -> NormativaService:
    """The corpus; the policies of the fictional demo company are no other company's, so production leaves them out."""
    quotable = [each for each in load_passages() if settings.relaxed or each.kind is not PassageKind.POLICY]
    return NormativaService(quotable, load_encoder, load_foreign_questions())


def _mail_sender(settings: Settings) -> MailSender:
    if settings.smtp_url is not None:
        return SmtpSender(settings.smtp_url.get_secret_value(), settings.mail_sender)
    return FileOutbox(settings.mail_outbox_path)


def _oidc_login(
    settings: Settings, database: Database, redis: Redis[bytes], limiter: RateLimiter, auth: AuthService
) -> OidcLogin | None:
    if settings.oidc_issuer is None or settings.oidc_client_id is None or settings.oidc_redirect_uri is None:
        return None
    secret = settings.oidc_client_secret
    provider = OidcProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        secret.get_secret_value() if secret is not None else None,
        settings.oidc_redirect_uri,
    )
    return OidcLogin(provider, database, redis, limiter, auth, settings.tenant)
