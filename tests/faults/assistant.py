"""The smallest assistant that says something and calls an action, and the files that run it."""

from __future__ import annotations

from pathlib import Path

import yaml
from rasa.model_training import train

CONFIG = """
recipe: default.v1
assistant_id: fallas
language: es
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy, enable_fallback_prediction: false}]
"""
DOMAIN = """
version: "3.1"
intents: [saludar, registrar]
actions: [action_registrar]
responses:
  utter_saludo: [{text: "¡Hola!"}]
  utter_registrado: [{text: "Quedó registrado: {numero}"}]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""
DATA = """
version: "3.1"
nlu:
- {intent: saludar, examples: "- hola\\n- buenas\\n"}
- {intent: registrar, examples: "- registra\\n- anota\\n"}
rules:
- {rule: saludo, steps: [{intent: saludar}, {action: utter_saludo}]}
- {rule: registro, steps: [{intent: registrar}, {action: action_registrar}]}
"""


def train_assistant(folder: Path) -> Path:
    """Train it in `folder` and return the model's path."""
    for name, text in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data.yml", DATA)):
        (folder / name).write_text(text, encoding="utf-8")
    result = train(
        str(folder / "domain.yml"), str(folder / "config.yml"), [str(folder / "data.yml")], str(folder / "models")
    )
    assert result.model is not None
    return Path(result.model)


def write_configuration(
    folder: Path, *, redis_url: str, actions_url: str, actions_secret: str, jwks_url: str, tenant: str
) -> None:
    """Write endpoints.yml and credentials.yml as the product has them, for these addresses."""
    shared = {"url": redis_url, "tenant": tenant}
    endpoints = {
        "action_endpoint": {"url": actions_url, "headers": {"Authorization": f"Bearer {actions_secret}"}},
        "tracker_store": {"type": "context.tracker_store.RedisTrackerStore", **shared},
        "lock_store": {"type": "context.lock_store.RedisLockStore", **shared},
        "event_broker": {"type": "context.event_stream.RedisEventStream", **shared},
    }
    channel = {
        "jwks_url": jwks_url,
        "issuer": "chatnomina",
        "audience": "chatnomina",
        "redis_url": redis_url,
        "tenant": tenant,
        "messages_per_minute": 100_000,
    }
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    (folder / "credentials.yml").write_text(
        yaml.safe_dump({"connectors.rest.AuthenticatedRestChannel": channel}), encoding="utf-8"
    )
