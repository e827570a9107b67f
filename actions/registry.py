"""Every action of the assistant, built once with the services that it needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action

from actions.absences import AbsencesTopic
from actions.account_change import account_form, submit_account
from actions.bank_account import BankAccountTopic
from actions.bases import Bases
from actions.bonuses import BonusesTopic
from actions.certificates import CertificateCondition, CertificateTopic
from actions.comparison import ComparisonTopic
from actions.concept_lines import ConceptLines
from actions.consent_notice import ConsentNotice
from actions.conversation import Conversation
from actions.data_correction import AskCorrectionConfirmation, SubmitCorrection, ValidateCorrectionForm
from actions.data_rights import DataRights
from actions.deductions import DeductionsTopic
from actions.deposits import DepositsTopic
from actions.desk_queue import DeskQueue
from actions.downloads import Downloads
from actions.error_reports import ErrorReportTopic
from actions.fallback import AskAffirmation
from actions.follow_ups import FollowUpTopic
from actions.future_pay import FuturePay
from actions.guided_form import SubmitGuidedForm, ValidateGuidedForm
from actions.history import HistoryTopic
from actions.human_handover import HumanHandoverTopic
from actions.leave_report import AskLeaveConfirmation, leave_form, submit_leave
from actions.news import News
from actions.offers import AcceptTopic, DeclineTopic
from actions.other_people import OtherPeopleGuard, OtherPeopleTopic
from actions.own_cases import OwnCases
from actions.pay_period import MissingPay
from actions.payslip_lines import PayslipLines
from actions.payslips import PayslipTopic
from actions.profile import ProfileTopic
from actions.regulations import RegulationsTopic
from actions.salary import SalaryTopic
from actions.severance import SeveranceTopic
from actions.small_talk import GreetingTopic, HelpTopic, InsultTopic, OutOfScopeTopic
from actions.team_requests import TeamRequests
from actions.topics import Topics
from actions.trend import Trend
from actions.vacation_form import AskVacationConfirmation, SubmitVacationRequest, ValidateVacationForm
from actions.vacation_request import VacationRequestTopic
from actions.vacations import VacationsTopic
from actions.what_if import WhatIf
from actions.withholding import WithholdingTopic

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher
    from rasa_sdk.types import DomainDict

    from actions.topic import Topic
    from actions.wording import Wording
    from services.bootstrap import Services


class TopicAction(Action):
    """The action that Rasa runs for a topic's intent."""

    def __init__(self, topic: Topic, conversation: Conversation) -> None:
        self._name = topic.action
        self._intent = topic.intent
        self._conversation = conversation

    def name(self) -> str:
        """The action's name in the domain."""
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Answer the latest message."""
        return await self._conversation.respond(dispatcher, tracker, self._intent)


def build_topics(services: Services, rights: DataRights, wording: Wording) -> Topics:
    """Every topic, by intent."""
    payroll, users = services.payroll, services.users
    lines = PayslipLines(wording)
    downloads = Downloads(wording)
    concept_lines, bases = ConceptLines(payroll, lines, wording), Bases(wording)
    future_pay = FuturePay(payroll, users, lines, bases, wording)
    topics = Topics(MissingPay(payroll, users), WhatIf(payroll, future_pay, wording))
    topics.add(
        (
            SalaryTopic(payroll, users),
            PayslipTopic(payroll, lines, bases, downloads, wording),
            DeductionsTopic(payroll, concept_lines, lines, bases, wording),
            WithholdingTopic(payroll, concept_lines, wording),
            BonusesTopic(payroll, concept_lines, lines, bases, wording),
            DepositsTopic(payroll, wording),
            HistoryTopic(payroll, concept_lines, downloads, wording),
            ComparisonTopic(payroll, Trend(payroll, wording), wording),
            VacationsTopic(payroll, wording),
            VacationRequestTopic(payroll),
            SeveranceTopic(payroll, bases, wording),
            AbsencesTopic(payroll, wording),
            BankAccountTopic(payroll, wording),
            ProfileTopic(users, rights, wording),
            CertificateTopic(payroll, users, downloads, wording),
            ErrorReportTopic(payroll, concept_lines, rights, wording),
            HumanHandoverTopic(),
            RegulationsTopic(services.normativa, wording),
            OtherPeopleTopic(),
            GreetingTopic(users),
            HelpTopic(),
            InsultTopic(),
            OutOfScopeTopic(),
            FollowUpTopic(topics, wording),
            AcceptTopic(topics, payroll, rights),
            DeclineTopic(topics, payroll, rights),
        )
    )
    return topics


def build_conversation(services: Services, wording: Wording, **options: Any) -> Conversation:
    """The conversation over every topic; `options` are those of `Conversation` (clock, time_limit_s, workers)."""
    users = services.users
    rights = DataRights(services.privacy, services.personal_data, services.chat, wording)
    topics = build_topics(services, rights, wording)
    return Conversation(
        topics,
        users,
        OtherPeopleGuard(users),
        rights,
        (
            TeamRequests(services.desk.decisions, wording),
            DeskQueue(services.desk.queue),
            OwnCases(services.payroll, wording),
            CertificateCondition(topics),
        ),
        News(services.desk.notices),
        ConsentNotice(services.privacy),
        **options,
    )


def build_actions(conversation: Conversation, services: Services, wording: Wording) -> tuple[Action, ...]:
    """Every action of the domain."""
    desk = services.desk
    leave, account = leave_form(desk), account_form(desk)
    return (
        *(TopicAction(topic, conversation) for topic in conversation.topics),
        ValidateVacationForm(conversation, services.payroll),
        AskVacationConfirmation(conversation, services.payroll),
        SubmitVacationRequest(conversation, services.desk.office, services.users),
        ValidateCorrectionForm(conversation),
        AskCorrectionConfirmation(conversation, wording),
        SubmitCorrection(conversation, services.privacy),
        ValidateGuidedForm(conversation, leave),
        AskLeaveConfirmation(conversation, wording),
        SubmitGuidedForm(
            "action_enviar_ausencia", conversation, leave, "utter_ausencia_no_enviada", partial(submit_leave, desk)
        ),
        ValidateGuidedForm(conversation, account),
        SubmitGuidedForm(
            "action_enviar_cambio_cuenta",
            conversation,
            account,
            "utter_cuenta_no_enviada",
            partial(submit_account, desk),
        ),
        AskAffirmation(conversation, wording),
    )
