"""What a person asks about their own data as such (habeas data, Ley 1581): read from the words, whatever the intent."""

from __future__ import annotations

import re
from enum import Enum

from services.privacy.views import Datum


class DataRequest(Enum):
    """A right over one's own data, or a question about how they are treated."""

    CONSULT = "consult"
    EXPORT = "export"
    ERASE_CONVERSATION = "erase_conversation"
    ERASE_RECORDS = "erase_records"
    CORRECTIONS = "corrections"
    POLICY = "policy"
    ACCEPT = "accept"
    REVOKE = "revoke"


_MINE = (
    r"(mis datos|mis propios datos|mi informacion|mis registros|(datos|informacion) (personales?|mios|mia)"
    r"|(datos|informacion) (sobre|acerca de|de) mi|todo lo mio|lo que (tienen|guardan|saben) (de|sobre) mi)"
)
_CONVERSATION = r"(historial|conversacion(es)?|chat|chats|mensajes|lo que (hemos hablado|te he (escrito|dicho)))"
_RECORDS = r"(desprendibles?|colillas?|pagos|nominas?|registros|expediente|hoja de vida|cuenta de usuario)"
_ERASES = r"(borr\w*|elimin\w*|suprim\w*|supresion|quit(ar|en|a|e))"
_TREATMENT = (
    r"(politica de (datos|privacidad|tratamiento|proteccion)|tratamiento de (mis|los) datos|aviso de privacidad"
    r"|uso de mis datos|consentimiento|autorizacion (de|sobre|para) (el )?(datos|mis datos|uso|tratamiento))"
)
_CORRECTS = (
    r"(correg\w*|corrij\w*|correccion(es)?|actuali\w*|rectifi\w*|modifi\w*|cambi\w*|arregl\w*|registren"
    r"|(esta|estan|quedo|aparece|sale|figura|tienen) (muy )?(mal|equivocad[oa]|incorrect[oa]|errad[oa]"
    r"|desactualizad[oa]))"
)
# From the most to the least particular: the first that matches is what was asked.
_PATTERNS: tuple[tuple[DataRequest, re.Pattern[str]], ...] = tuple(
    (request, re.compile(pattern))
    for request, pattern in (
        (
            DataRequest.CORRECTIONS,
            r"\b(como va|en que va|estado de|que paso con|que hubo de|mis)\b.*\b(correccion(es)?|rectificacion(es)?"
            r"|actualizacion de (mis )?datos|habeas data)\b",
        ),
        (
            DataRequest.REVOKE,
            rf"\b(revoc\w*|retir\w*|cancel\w*|no (la )?(acepto|autorizo)|ya no (acepto|autorizo))\b.*\b({_TREATMENT}"
            r"|autorizacion|mis datos)\b",
        ),
        (DataRequest.ACCEPT, rf"\b(acepto|autorizo|doy mi|estoy de acuerdo con)\b.*\b({_TREATMENT}|mis datos)\b"),
        (DataRequest.ERASE_CONVERSATION, rf"\b{_ERASES}\b.*\b{_CONVERSATION}\b|\bolvid\w* (todo )?lo que (hemos|te)\b"),
        (DataRequest.ERASE_RECORDS, rf"\b{_ERASES}\b.*\b({_MINE}|mis? {_RECORDS}|todos mis)\b"),
        (
            DataRequest.EXPORT,
            rf"\b(export\w*|descarg\w*|baj(ar|o|a|en|e)|copia|archivo|json|portabilidad)\b.*\b{_MINE}\b"
            rf"|\b{_MINE}\b.*\b(json|archivo)\b",
        ),
        (
            DataRequest.CONSULT,
            r"\b(que|cuales|cual) (datos|informacion|info|cosas)\b.*\b(tien\w+|guard\w+|sab\w+|conserv\w+|almacen\w+"
            r"|manej\w+|recog\w+|hay)\b.*\b(mi|mia|mios|mias|mio)\b"
            r"|\bque (saben|guardan|tienen (guardado|registrado)) (de|sobre) mi\b"
            rf"|\b(quien|quienes)\b.*\b(consult\w+|vio|visto|ven|mir\w+|acced\w+|revis\w+)\b.*\b{_MINE}\b"
            rf"|\b(mis derechos|derechos tengo|que derechos)\b.*\b({_MINE}|datos)\b|\bhabeas data\b",
        ),
        (DataRequest.POLICY, rf"\b{_TREATMENT}\b|\bque autorice\b.*\bdatos\b"),
    )
)
_DATA: tuple[tuple[Datum, re.Pattern[str]], ...] = tuple(
    (datum, re.compile(rf"\b({words})\b"))
    for datum, words in (
        (Datum.BANK_ACCOUNT, r"cuenta (bancaria|de ahorros|de nomina)|datos bancarios"),
        (Datum.ADDRESS, r"direccion|residencia|domicilio|donde vivo|vivienda|me (trastee|mude|pase de casa)"),
        (Datum.PHONE, r"celular|telefono|movil|numero de contacto|contacto de emergencia|whatsapp"),
        (Datum.EMAIL, r"correo|e-?mail"),
        (Datum.DOCUMENT, r"cedula|documento( de identidad)?|tarjeta de identidad|pasaporte"),
        (Datum.NAME, r"nombres?|apellidos?|estado civil"),
        (
            Datum.AFFILIATION,
            r"eps|fondo de (pension(es)?|cesantias)|arl|caja de compensacion|afiliacion(es)?|beneficiari\w+",
        ),
        (Datum.POSITION, r"cargo|puesto|area|jefe|jefa"),
        (Datum.CONTRACT, r"contrato|fecha de ingreso|antiguedad"),
    )
)
_ANY_DATUM = re.compile(rf"\b({_MINE}|(un|algun|otro|mi) dato|mis datos|datos|hoja de vida)\b")
_CORRECTION = re.compile(rf"\b{_CORRECTS}\b")


def data_request(text: str) -> DataRequest | None:
    """The request in a text as `question.plain` leaves it; None when it is about something else."""
    for request, pattern in _PATTERNS:
        if pattern.search(text):
            return request
    return None


def asks_correction(text: str) -> bool:
    """Whether the text asks to correct or update a personal datum, rather than a payment."""
    return bool(_CORRECTION.search(text)) and (named_datum(text) is not None or bool(_ANY_DATUM.search(text)))


def named_datum(text: str) -> Datum | None:
    """The datum that a text names, if any."""
    return next((datum for datum, words in _DATA if words.search(text)), None)
