"""Log-in, rotation of refresh tokens, log-out, passwords: what each opens and what each shuts."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from services.auth.attempts import LoginLimits
from services.auth.errors import (
    InvalidCredentials,
    InvalidRefreshToken,
    LoginUnavailable,
    NoSuchSession,
)
from services.auth.keys import SigningKeyRing
from services.auth.passwords import PasswordHasher, WeakPassword
from services.auth.principal import AccessDenied, Principal, Role
from services.auth.sessions import Client, TokenPair
from services.auth.tokens import InvalidToken
from services.database import Database
from services.rate_limits import RateLimit, RateLimited
from services.users import repository
from tests.services.people import PASSWORD, PHONE, IdentityWorld, identity_world

NEW_PASSWORD = "colibri-barro-19-ventana-sol"
TABLET = Client(address="203.0.113.8", user_agent="Tableta")


@pytest.fixture
def absent_redis() -> Redis:
    """A client whose server is not there."""
    return Redis(port=1, socket_connect_timeout=0.2)


def log_in(world: IdentityWorld, email: str, password: str = PASSWORD, client: Client = PHONE) -> TokenPair:
    return world.auth.login(email, password, client)


def refused(world: IdentityWorld, pair: TokenPair) -> bool:
    try:
        world.auth.authenticate(pair.access_token)
    except InvalidToken as error:
        return error.reason_code == "revoked"
    return False


class TestLogin:
    def test_opens_a_session_whatever_the_case_of_the_address(self, world: IdentityWorld) -> None:
        ana = world.hire()
        pair = log_in(world, f"  {ana.email.upper()} ")
        token = world.auth.authenticate(pair.access_token)
        assert token.subject == ana.user_id
        assert token.roles == {Role.EMPLOYEE}
        assert token.session_id == pair.session_id
        assert pair.expires_in == 600

    @pytest.mark.parametrize("password", ["", "equivocada-72-manzana", PASSWORD + " ", "x" * 300])
    def test_refuses_a_wrong_password(self, world: IdentityWorld, password: str) -> None:
        ana = world.hire()
        with pytest.raises(InvalidCredentials):
            log_in(world, ana.email, password)

    def test_refuses_an_unknown_account_in_the_same_way(self, world: IdentityWorld) -> None:
        ana = world.hire()
        with pytest.raises(InvalidCredentials) as unknown:
            log_in(world, "nadie@tejidosdelvalle.example")
        with pytest.raises(InvalidCredentials) as wrong:
            log_in(world, ana.email, "equivocada-72-manzana")
        assert unknown.value.args == wrong.value.args

    def test_checks_a_hash_for_an_unknown_account_too(
        self, world: IdentityWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checked: list[str | None] = []
        verify = world.auth._hasher.verify
        monkeypatch.setattr(world.auth._hasher, "verify", lambda h, p: checked.append(h) or verify(h, p))
        with pytest.raises(InvalidCredentials):
            log_in(world, "nadie@tejidosdelvalle.example")
        assert checked == [None]

    def test_refuses_an_account_without_password(self, world: IdentityWorld) -> None:
        ana = world.hire(password=None)
        with pytest.raises(InvalidCredentials):
            log_in(world, ana.email, "no account has this password")

    def test_refuses_a_deactivated_person(self, world: IdentityWorld) -> None:
        ana, admin = world.hire(), world.hire(Role.ADMIN)
        world.accounts.deactivate(world.principal(admin), ana.user_id)
        with pytest.raises(InvalidCredentials):
            log_in(world, ana.email)

    def test_leaves_a_trace_of_success_and_failure(self, world: IdentityWorld) -> None:
        ana = world.hire()
        with pytest.raises(InvalidCredentials):
            log_in(world, ana.email, "equivocada-72-manzana")
        log_in(world, ana.email)
        rows = world.audit.entries(subject_id=ana.user_id)
        assert [(row.action, row.outcome) for row in rows] == [
            ("session.opened", "allowed"),
            ("login.failed", "denied"),
        ]

    def test_renews_a_hash_with_older_parameters(
        self, world: IdentityWorld, database: Database, cache_client: Redis, signing_keys: SigningKeyRing
    ) -> None:
        ana = world.hire()
        stronger = identity_world(database, cache_client, signing_keys)
        stronger.auth._hasher = PasswordHasher(2, 128, 1)
        log_in(stronger, ana.email)
        with database.session() as session:
            account = repository.account_by_id(session, ana.user_id)
        assert account is not None
        assert "m=128,t=2,p=1" in str(account.password_hash)
        log_in(stronger, ana.email)

    def test_ends_the_least_used_sessions_beyond_twenty(self, world: IdentityWorld) -> None:
        ana = world.hire()
        first = log_in(world, ana.email)
        for _ in range(20):
            world.clock.advance(seconds=1)
            log_in(world, ana.email)
        assert len(world.auth.sessions(world.principal(ana))) == 20
        assert refused(world, first)


class TestLoginLimits:
    LIMITS = LoginLimits(account_and_address=RateLimit(3, 900), account=RateLimit(5, 3600), address=RateLimit(8, 900))

    @pytest.fixture
    def strict(self, database: Database, cache_client: Redis, signing_keys: SigningKeyRing) -> IdentityWorld:
        return identity_world(database, cache_client, signing_keys, self.LIMITS)

    @staticmethod
    def fail(world: IdentityWorld, email: str, client: Client = PHONE) -> str:
        try:
            log_in(world, email, "equivocada-72-manzana", client)
        except InvalidCredentials:
            return "refused"
        except RateLimited as limited:
            return "limited" if limited.retry_after_s > 0 else "limited without a time to wait"
        return "in"

    @pytest.mark.parametrize("known", [True, False])
    def test_the_attempt_after_the_last_allowed_waits_whether_or_not_the_account_exists(
        self, strict: IdentityWorld, known: bool
    ) -> None:
        email = strict.hire().email if known else f"{uuid4().hex}@tejidosdelvalle.example"
        assert [self.fail(strict, email) for _ in range(4)] == ["refused"] * 3 + ["limited"]

    def test_the_right_password_does_not_pass_the_limit(self, strict: IdentityWorld) -> None:
        ana = strict.hire()
        for _ in range(3):
            self.fail(strict, ana.email)
        with pytest.raises(RateLimited):
            log_in(strict, ana.email)

    def test_an_account_is_limited_over_all_addresses(self, strict: IdentityWorld) -> None:
        ana = strict.hire()
        outcomes = [self.fail(strict, ana.email, Client(address=f"198.51.100.{number}")) for number in range(6)]
        assert outcomes == ["refused"] * 5 + ["limited"]

    def test_an_address_is_limited_over_all_accounts(self, strict: IdentityWorld) -> None:
        outcomes = [self.fail(strict, f"{uuid4().hex}@tejidosdelvalle.example") for _ in range(9)]
        assert outcomes == ["refused"] * 8 + ["limited"]

    def test_success_forgets_the_failures_of_that_device(self, strict: IdentityWorld) -> None:
        ana = strict.hire()
        for _ in range(2):
            self.fail(strict, ana.email)
        log_in(strict, ana.email)
        assert self.fail(strict, ana.email) == "refused"

    def test_stays_closed_when_attempts_cannot_be_counted(
        self, database: Database, absent_redis: Redis, signing_keys: SigningKeyRing, world: IdentityWorld
    ) -> None:
        ana = world.hire()
        with pytest.raises(LoginUnavailable):
            log_in(identity_world(database, absent_redis, signing_keys), ana.email)


class TestRefresh:
    def test_gives_a_new_pair_of_the_same_session(self, world: IdentityWorld) -> None:
        ana = world.hire()
        first = log_in(world, ana.email)
        second = world.auth.refresh(first.refresh_token)
        assert second.refresh_token != first.refresh_token
        assert second.session_id == first.session_id
        assert world.auth.authenticate(second.access_token).subject == ana.user_id

    def test_a_replay_beyond_the_grace_ends_the_family(self, world: IdentityWorld) -> None:
        first = log_in(world, world.hire().email)
        second = world.auth.refresh(first.refresh_token)
        world.clock.advance(seconds=21)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(first.refresh_token)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(second.refresh_token)
        assert refused(world, second)

    def test_the_previous_token_gives_the_same_pair_within_the_grace(self, world: IdentityWorld) -> None:
        first = log_in(world, world.hire().email)
        second = world.auth.refresh(first.refresh_token)
        world.clock.advance(seconds=19)
        again = world.auth.refresh(first.refresh_token)
        assert (again.access_token, again.refresh_token) == (second.access_token, second.refresh_token)
        assert again.expires_in == 581

    def test_the_last_but_one_has_no_grace(self, world: IdentityWorld) -> None:
        first = log_in(world, world.hire().email)
        second = world.auth.refresh(first.refresh_token)
        third = world.auth.refresh(second.refresh_token)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(first.refresh_token)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(third.refresh_token)

    def test_many_at_once_get_one_pair(self, world: IdentityWorld) -> None:
        first = log_in(world, world.hire().email)
        together = threading.Barrier(6)

        def refresh(_number: int) -> str:
            together.wait()
            return world.auth.refresh(first.refresh_token).refresh_token

        with ThreadPoolExecutor(6) as pool:
            assert len(set(pool.map(refresh, range(6)))) == 1

    @pytest.mark.parametrize("elapsed", [{"days": 7, "seconds": 1}, {"days": 31}])
    def test_an_unused_session_expires(self, world: IdentityWorld, elapsed: dict[str, float]) -> None:
        first = log_in(world, world.hire().email)
        world.clock.advance(**elapsed)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(first.refresh_token)

    def test_no_session_outlives_thirty_days_however_used(self, world: IdentityWorld) -> None:
        pair = log_in(world, world.hire().email)
        for _ in range(4):
            world.clock.advance(days=6)
            pair = world.auth.refresh(pair.refresh_token)
        world.clock.advance(days=6, seconds=1)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(pair.refresh_token)

    def test_carries_the_roles_held_now(self, world: IdentityWorld, database: Database) -> None:
        ana = world.hire(Role.HR)
        pair = log_in(world, ana.email)
        with database.session() as session:
            repository.remove_role(session, ana.user_id, Role.HR)
            session.commit()
        token = world.auth.authenticate(world.auth.refresh(pair.refresh_token).access_token)
        assert token.roles == {Role.EMPLOYEE}

    @pytest.mark.parametrize("token", ["", "x", "a" * 5000, "ñandú"])
    def test_refuses_what_is_not_a_token(self, world: IdentityWorld, token: str) -> None:
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(token)

    def test_an_access_token_is_not_a_refresh_token_nor_the_reverse(self, world: IdentityWorld) -> None:
        pair = log_in(world, world.hire().email)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(pair.access_token)
        with pytest.raises(InvalidToken):
            world.auth.authenticate(pair.refresh_token)

    def test_the_database_holds_no_token_in_the_clear(self, world: IdentityWorld, database: Database) -> None:
        first = log_in(world, world.hire().email)
        second = world.auth.refresh(first.refresh_token)
        with database.session() as session:
            rows = session.connection().exec_driver_sql("SELECT t::text FROM refresh_tokens t").scalars().all()
        stored = "\n".join(rows)
        for secret in (first.refresh_token, second.refresh_token, second.access_token):
            assert secret not in stored
            assert secret.encode().hex() not in stored


class TestEndingSessions:
    def test_logout_shuts_this_session_and_no_other(self, world: IdentityWorld) -> None:
        ana = world.hire()
        phone, tablet = log_in(world, ana.email), log_in(world, ana.email, client=TABLET)
        world.auth.logout(ana.user_id, phone.session_id)
        assert refused(world, phone)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(phone.refresh_token)
        assert not refused(world, tablet)

    def test_logout_everywhere_shuts_all(self, world: IdentityWorld) -> None:
        ana, other = world.hire(), world.hire()
        mine = [log_in(world, ana.email), log_in(world, ana.email, client=TABLET)]
        theirs = log_in(world, other.email)
        assert world.auth.logout_everywhere(ana.user_id) == 2
        assert all(refused(world, pair) for pair in mine)
        assert not refused(world, theirs)

    def test_a_refresh_token_can_end_its_session(self, world: IdentityWorld) -> None:
        pair = log_in(world, world.hire().email)
        world.auth.logout_with_refresh_token(pair.refresh_token)
        world.auth.logout_with_refresh_token(pair.refresh_token)
        world.auth.logout_with_refresh_token("desconocido")
        assert refused(world, pair)

    def test_lists_and_ends_ones_own_sessions_only(self, world: IdentityWorld) -> None:
        ana, other = world.hire(), world.hire()
        pair, theirs = log_in(world, ana.email), log_in(world, other.email)
        (view,) = world.auth.sessions(world.principal(ana))
        assert (view.session_id, view.user_agent, view.address) == (pair.session_id, "Chat móvil", "203.0.113.7")
        with pytest.raises(NoSuchSession):
            world.auth.end_session(world.principal(ana), theirs.session_id)
        world.auth.end_session(world.principal(ana), pair.session_id)
        assert refused(world, pair)
        assert not refused(world, theirs)
        assert world.auth.sessions(world.principal(ana)) == []

    def test_a_person_keeps_twenty_sessions_the_least_used_ending_first(self, world: IdentityWorld) -> None:
        ana = world.hire()
        oldest = world.auth.open_session(ana.user_id, PHONE, "oidc")
        for _ in range(20):
            world.clock.advance(seconds=1)
            newest = world.auth.open_session(ana.user_id, TABLET, "oidc")
        assert refused(world, oldest)
        assert not refused(world, newest)
        assert len(world.auth.sessions(world.principal(ana))) == 20

    def test_a_deactivated_person_is_cut_off_at_once(self, world: IdentityWorld) -> None:
        ana, admin = world.hire(), world.hire(Role.ADMIN)
        pair = log_in(world, ana.email)
        assert world.users.principal(ana.user_id)
        world.accounts.deactivate(world.principal(admin), ana.user_id)
        assert refused(world, pair)
        with pytest.raises(AccessDenied):
            world.users.principal(ana.user_id)
        with pytest.raises(InvalidRefreshToken):
            world.auth.refresh(pair.refresh_token)
        world.accounts.reactivate(world.principal(admin), ana.user_id)
        assert not refused(world, log_in(world, ana.email))

    def test_a_closed_account_has_no_session_left_even_if_the_process_dies_before_telling_redis(
        self, world: IdentityWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ana, admin = world.hire(), world.hire(Role.ADMIN)
        pair = log_in(world, ana.email)

        def die(_ended: object) -> None:
            raise SystemExit

        monkeypatch.setattr(world.auth, "revoke", die)
        with pytest.raises(SystemExit):
            world.accounts.deactivate(world.principal(admin), ana.user_id)
        monkeypatch.undo()
        world.auth.republish_revocations()
        assert refused(world, pair)

    def test_a_change_of_role_ends_the_sessions(self, world: IdentityWorld) -> None:
        ana, admin = world.hire(), world.hire(Role.ADMIN)
        pair = log_in(world, ana.email)
        world.accounts.grant_role(world.principal(admin), ana.user_id, Role.PAYROLL)
        assert refused(world, pair)
        assert world.users.principal(ana.user_id).roles == {Role.EMPLOYEE, Role.PAYROLL}
        pair = log_in(world, ana.email)
        world.accounts.withdraw_role(world.principal(admin), ana.user_id, Role.PAYROLL)
        assert refused(world, pair)
        assert world.users.principal(ana.user_id).roles == {Role.EMPLOYEE}

    @pytest.mark.parametrize("role", [None, Role.HR, Role.PAYROLL, Role.MANAGER, Role.AUDITOR])
    def test_only_an_admin_manages_accounts(self, world: IdentityWorld, role: Role | None) -> None:
        ana, other = world.hire(), world.hire(*([role] if role else []))
        with pytest.raises(AccessDenied):
            world.accounts.grant_role(world.principal(other), ana.user_id, Role.ADMIN)
        assert world.users.principal(ana.user_id).roles == {Role.EMPLOYEE}
        assert world.audit.entries(subject_id=ana.user_id)[0].outcome == "denied"

    def test_an_admin_does_not_manage_the_own_account(self, world: IdentityWorld) -> None:
        admin = world.hire(Role.ADMIN)
        with pytest.raises(AccessDenied):
            world.accounts.grant_role(world.principal(admin), admin.user_id, Role.PAYROLL)

    def test_without_redis_the_database_says_whether_the_session_is_open(
        self, world: IdentityWorld, absent_redis: Redis
    ) -> None:
        ana = world.hire()
        open_pair, ended = log_in(world, ana.email), log_in(world, ana.email, client=TABLET)
        world.auth.logout(ana.user_id, ended.session_id)
        world.revocations._redis = absent_redis
        assert world.auth.authenticate(open_pair.access_token).subject == ana.user_id
        assert refused(world, ended)

    def test_marks_lost_by_redis_are_made_good(
        self, world: IdentityWorld, cache_client: Redis, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ana = world.hire()
        pair = log_in(world, ana.email)

        def fail(_sessions: object) -> None:
            raise RedisConnectionError

        with monkeypatch.context() as outage:
            outage.setattr(world.revocations, "revoke_sessions", fail)
            world.auth.logout(ana.user_id, pair.session_id)
        assert not refused(world, pair)
        world.auth.republish_revocations()
        assert refused(world, pair)


class TestPasswords:
    def test_a_change_ends_every_session_and_opens_one(self, world: IdentityWorld) -> None:
        ana = world.hire()
        old = [log_in(world, ana.email), log_in(world, ana.email, client=TABLET)]
        pair = world.auth.change_password(world.principal(ana), PASSWORD, NEW_PASSWORD, PHONE)
        assert all(refused(world, each) for each in old)
        assert not refused(world, pair)
        with pytest.raises(InvalidCredentials):
            log_in(world, ana.email)
        log_in(world, ana.email, NEW_PASSWORD)

    def test_a_change_needs_the_present_password(self, world: IdentityWorld) -> None:
        ana = world.hire()
        pair = log_in(world, ana.email)
        with pytest.raises(InvalidCredentials):
            world.auth.change_password(world.principal(ana), "equivocada-72-manzana", NEW_PASSWORD, PHONE)
        assert not refused(world, pair)

    @pytest.mark.parametrize("weak", ["corta", "password12345", "contraseña2026", "restrepogil1", "quincena1234"])
    def test_a_weak_password_changes_nothing(self, world: IdentityWorld, weak: str) -> None:
        ana = world.hire()
        with pytest.raises(WeakPassword):
            world.auth.change_password(world.principal(ana), PASSWORD, weak, PHONE)
        log_in(world, ana.email)


def test_an_unknown_person_is_no_principal(world: IdentityWorld) -> None:
    with pytest.raises(AccessDenied):
        world.users.principal(Principal(uuid4()).user_id)
