"""Values of a case as people read them: the label of a choice instead of its code, money, dates."""

from decimal import Decimal

from flask_babel import gettext as _

from engine.cases.dossier import Dossier, LabelledValue
from engine.cases.environment import expression_context
from engine.definitions.procedure import Procedure
from engine.kernel.context import Context
from engine.tasks.options import options_for
from forms.definition import Field
from forms.display import money, plain
from forms.layout.model import Layout
from web.i18n.languages import language
from web.ui.sheets import file_references


def fact_words(procedure: Procedure, fact: LabelledValue) -> str:
    """Return a value of the case document in the page's language; a withheld one says so."""
    if fact.is_withheld:
        return str(_("（依法保密）"))
    field = _field(procedure, fact.key)
    if field is not None and field.money and isinstance(fact.value, Decimal | int):
        return money(fact.value, language=language())
    labels = {choice.value: choice.label.read(language()) for choice in field.choices} if field else {}
    if isinstance(fact.value, list):
        return plain(
            [labels.get(part, part) if isinstance(part, str) else part for part in fact.value], language=language()
        )
    known = labels.get(fact.value) if isinstance(fact.value, str) else None
    return known or plain(fact.value, language=language())


def section_layouts(ctx: Context, dossier: Dossier) -> list[Layout]:
    """Return the forms that have written the case document, filled with it, without protected values."""
    context = expression_context(ctx, dossier.case, dossier.case.data)
    files = file_references(dossier.attachments)
    forms = [dossier.procedure.forms[section.form] for section in dossier.sections]
    return [
        form.layout(
            {},
            context=context,
            language=language(),
            options=options_for(ctx, form),
            files=files,
            withheld=frozenset(form.sensitive.protected),
        )
        for form in forms
    ]


def _field(procedure: Procedure, key: str) -> Field | None:
    return next((field for form in procedure.forms.values() for field in form.fields if field.path == key), None)
