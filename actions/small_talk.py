"""Greetings, help and messages that are not about pay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.topic import Ask, Topic

if TYPE_CHECKING:
    from actions.reply import Reply
    from services.users.service import UserService


class GreetingTopic(Topic):
    """`saludar`: by name the first time in a session, briefly afterwards."""

    intent = "saludar"
    action = "action_saludar"

    def __init__(self, users: UserService) -> None:
        self._users = users

    def answer(self, ask: Ask) -> Reply:
        """The greeting."""
        reply = ask.reply()
        if ask.memory.greeted:
            reply.say("utter_saludo_de_nuevo")
            return reply
        profile = self._users.profile(ask.principal)
        reply.memory = replace(reply.memory, greeted=True)
        reply.say("utter_saludo", nombre=profile.first_names.split()[0])
        return reply


class HelpTopic(Topic):
    """`pedir_ayuda`: what can be asked, with examples to choose."""

    intent = "pedir_ayuda"
    action = "action_pedir_ayuda"

    def answer(self, ask: Ask) -> Reply:
        """The list of what can be asked."""
        reply = ask.reply()
        reply.say("utter_ayuda")
        return reply


class InsultTopic(Topic):
    """`insulto`: calm, and a way out to a person."""

    intent = "insulto"
    action = "action_responder_insulto"

    def answer(self, ask: Ask) -> Reply:
        """The calm answer."""
        reply = ask.reply()
        reply.say("utter_insulto")
        return reply


class OutOfScopeTopic(Topic):
    """`fuera_de_alcance`: says so, and what can be asked."""

    intent = "fuera_de_alcance"
    action = "action_fuera_de_alcance"

    def answer(self, ask: Ask) -> Reply:
        """What this assistant is for."""
        reply = ask.reply()
        reply.say("utter_fuera_de_alcance")
        return reply
