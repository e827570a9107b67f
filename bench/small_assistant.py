"""The smallest assistant that calls an action, with the product's stores and channel or with stock ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from rasa.model_training import train

CONFIG = """
recipe: default.v1
assistant_id: medida
language: es
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy, enable_fallback_prediction: false}]
"""
DOMAIN = """
version: "3.1"
intents: [saludar, registrar]
actions: [action_registrar]
slots: {tema: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
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
    if result.model is None:
        raise RuntimeError("the small assistant could not be trained")
    return Path(result.model)


def write_product_configuration(
    folder: Path, *, redis_url: str, actions_url: str, actions_secret: str, jwks_url: str, tenant: str
) -> None:
    """Write endpoints.yml and credentials.yml as the product has them, for these addresses."""
    shared = {"url": redis_url, "tenant": tenant}
    channel = {
        "jwks_url": jwks_url,
        "issuer": "chatnomina",
        "audience": "chatnomina",
        "redis_url": redis_url,
        "tenant": tenant,
        "messages_per_minute": 1_000_000,
    }
    endpoints = {
        "action_endpoint": _actions(actions_url, actions_secret),
        "tracker_store": {"type": "context.tracker_store.RedisTrackerStore", **shared},
        "lock_store": {"type": "context.lock_store.RedisLockStore", **shared},
        "event_broker": {"type": "context.event_stream.RedisEventStream", **shared},
    }
    _write(folder, endpoints, {"connectors.rest.AuthenticatedRestChannel": channel})


def write_stock_configuration(folder: Path, *, redis_url: str, actions_url: str, actions_secret: str) -> None:
    """Write endpoints.yml and credentials.yml with Rasa's own Redis stores and REST channel."""
    address = urlsplit(redis_url)
    redis = {"type": "redis", "url": address.hostname, "port": address.port, "password": address.password}
    endpoints = {
        "action_endpoint": _actions(actions_url, actions_secret),
        "tracker_store": {**redis, "db": 0},
        "lock_store": {**redis, "db": 0},
    }
    _write(folder, endpoints, {"rest": None})


def _actions(url: str, secret: str) -> dict[str, Any]:
    return {"url": url, "headers": {"Authorization": f"Bearer {secret}"}}


def _write(folder: Path, endpoints: dict[str, Any], credentials: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    (folder / "credentials.yml").write_text(yaml.safe_dump(credentials), encoding="utf-8")
