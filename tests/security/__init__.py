"""What keeps each person's data to that person, as suites over running processes.

1. Object-level access (BOLA): `test_access_matrix.py` over HTTP routes, `test_content_matrix.py` over real rows (the
   cache, PDFs, history, cases and the action server called straight), `test_intent_matrix.py` over every intent;
   `tests/services/payroll/test_access.py`; `tests/services/chat` for the history; `tests/connectors`
   (`test_raw_sockets.py` among them) for sender, socket and room; `tests/conversations/other_peoples_data` for what is
   said; `tests/actions/test_server.py` for the action server itself.
2. Field-level access: `test_access_matrix.py`, `tests/services/users`.
3. Mutations of access tokens: `test_token_mutations.py` over HTTP, `tests/connectors/test_rest.py` at the channel,
   `tests/services/auth/test_tokens.py`.
4. Refresh tokens: `tests/services/auth/test_service.py`, `test_replicas.py` over several processes.
5. Rate limits: `test_replicas.py`, `tests/services/auth/test_service.py`, `tests/connectors/test_message_limits.py`;
   without Redis: `tests/services/api/test_application.py`.
6. Faults: `tests/faults` over the whole product, `tests/services/test_resilience.py`, `tests/context`.
7. Cache: `tests/services/test_cache.py`, `tests/services/payroll/test_records.py`.
8. What logs may hold: `test_log_secrets.py` over the whole product, the `stack` fixture after everything that was said
   to it, `tests/connectors/test_process.py`, `tests/monitoring`.
9. Conversation lock: `tests/context/test_lock_store.py`.
10. Tracker: `tests/context/test_tracker_store.py`, `tests/services/chat/test_memory.py`.
11. Injection: `tests/conversations/injection`, `tests/connectors/test_message_body.py`,
   `tests/connectors/test_raw_sockets.py`, `test_openapi_conformance.py`, `test_unreadable_text.py`; below HTTP:
   `tests/transport`.
12. Properties of pay: `tests/services/payroll/rules`.
"""
