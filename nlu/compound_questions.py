"""Graph components that answer for both halves of a compound question: one parts it early, one joins the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS, TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
    TEXT_TOKENS,
)
from rasa.shared.nlu.training_data.message import Message

from nlu.clauses import split_questions
from nlu.mended_text import mended_text

if TYPE_CHECKING:
    from nlu.spacy_document import SpacyDocument

QUESTIONS = "questions"
_PARENT, _OFFSET = "clause_of", "clause_start"

# Intents that ask for something answerable on its own; a greeting or a loose datum is no half of a question.
ANSWERABLE = frozenset(
    {
        "consultar_salario", "consultar_desprendible", "consultar_deducciones", "consultar_retencion",
        "consultar_bonificaciones", "consultar_consignacion", "historial_pagos", "comparar_pagos",
        "consultar_vacaciones", "solicitar_vacaciones", "consultar_cesantias", "consultar_incapacidades",
        "consultar_cuenta_bancaria", "consultar_perfil", "solicitar_certificado", "preguntar_normativa",
        "consultar_datos_ajenos", "reportar_error", "hablar_con_humano", "pedir_ayuda",
    }
)  # fmt: skip
# «cuánto me pagaron en marzo y cuánto me descontaron»: the second half speaks of March too.
SHARES_PERIOD = frozenset(
    {"consultar_desprendible", "consultar_deducciones", "consultar_retencion", "consultar_bonificaciones"}
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CompoundQuestionSplitter(GraphComponent, EntityExtractorMixin):
    """Appends a message for each question of a compound message, so that the pipeline reads every one in full.

    Belongs right after the tokenizer and the mender: it parts the message as it is read («kuanto m pagaron y q dia…»),
    and gives each clause its tokens. It takes part in no training.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CompoundQuestionSplitter:
        """Creates the component (see parent class)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages followed by their clauses."""
        clauses: list[Message] = []
        for index, message in enumerate(messages):
            clauses += _clauses(message, index)
        return [*messages, *clauses]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CompoundQuestionMerger(GraphComponent):
    """Folds clause messages back into theirs as `questions`, when each asks something of its own with confidence.

    Belongs at the end of the pipeline. The message takes the first question's intent.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Sets the least confidence of every half."""
        return {"threshold": 0.5}

    def __init__(self, config: dict[str, Any]) -> None:
        """Keeps the configuration."""
        self._threshold = float(config["threshold"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CompoundQuestionMerger:
        """Creates the component (see parent class)."""
        return cls({**cls.get_default_config(), **config})

    def process(self, messages: list[Message]) -> list[Message]:
        """Returns the messages that came from outside, with `questions` where they are compound."""
        whole = [message for message in messages if message.get(_PARENT) is None]
        for index, message in enumerate(whole):
            clauses = [clause for clause in messages if clause.get(_PARENT) == index]
            questions = self._questions(clauses)
            if len(questions) < 2:
                continue
            first = questions[0][0]
            message.set(INTENT, first.get(INTENT), add_to_output=True)
            message.set(INTENT_RANKING_KEY, first.get(INTENT_RANKING_KEY), add_to_output=True)
            message.set(QUESTIONS, [found for _, found in questions], add_to_output=True)
        return whole

    def _questions(self, clauses: list[Message]) -> list[tuple[Message, dict[str, Any]]]:
        kept: list[tuple[Message, dict[str, Any]]] = []
        for clause in clauses:
            intent = clause.get(INTENT) or {}
            if intent.get(INTENT_NAME_KEY) not in ANSWERABLE or intent[PREDICTED_CONFIDENCE_KEY] < self._threshold:
                # One half that cannot be answered leaves the message whole: dropping it would hide it.
                return []
            found = _describe(clause, intent)
            if all(_differs(found, other) for _, other in kept):
                kept.append((clause, found))
        _share_periods([found for _, found in kept])
        return kept


def _clauses(message: Message, index: int) -> list[Message]:
    """Returns a message for each question of a compound one, its text as it was typed."""
    text = message.get(TEXT) or ""
    tokens: list[Token] = message.get(TOKENS_NAMES[TEXT]) or []
    read, places = mended_text(text, tokens)
    document: SpacyDocument | None = message.get(SPACY_DOCS[TEXT])
    clauses: list[Message] = []
    for clause in split_questions(read):
        own = [
            token
            for token, (start, end) in zip(tokens, places, strict=True)
            if clause.start <= start and end <= clause.start + len(clause.text)
        ]
        if not own:
            return []
        start, end = own[0].start, own[-1].end
        data = {
            TEXT: text[start:end],
            METADATA: message.get(METADATA),
            TOKENS_NAMES[TEXT]: [
                Token(t.text, t.start - start, t.end - start, data=t.data, lemma=t.lemma) for t in own
            ],
            SPACY_DOCS[TEXT]: None if document is None else document.part(start, end),
            _PARENT: index,
            _OFFSET: start,
        }
        clauses.append(Message(data=data, output_properties={TEXT_TOKENS}))
    return clauses


def _describe(clause: Message, intent: dict[str, Any]) -> dict[str, Any]:
    offset = clause.get(_OFFSET)
    return {
        "text": clause.get(TEXT),
        "intent": intent[INTENT_NAME_KEY],
        "confidence": intent[PREDICTED_CONFIDENCE_KEY],
        "entities": [
            {**found, "start": found["start"] + offset, "end": found["end"] + offset}
            for found in clause.get(ENTITIES, [])
        ],
        "periods": clause.get("periods", []),
        "days": clause.get("days"),
        "amounts": clause.get("amounts", []),
    }


def _differs(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Says whether two questions ask different things: another intent, or the same of another concept or period."""
    if one["intent"] != other["intent"]:
        return True
    return _subject(one) != _subject(other) and bool(_subject(one)) and bool(_subject(other))


def _subject(question: dict[str, Any]) -> set[tuple[str, str]]:
    return {(found["entity"], str(found["value"])) for found in question["entities"]}


def _share_periods(questions: list[dict[str, Any]]) -> None:
    said: list[dict[str, Any]] = next((question["periods"] for question in questions if question["periods"]), [])
    for question in questions:
        if not question["periods"] and question["intent"] in SHARES_PERIOD:
            question["periods"] = said
