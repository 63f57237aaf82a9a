"""Values of a case as people read them: the label of a choice instead of its code, money, names, dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from engine.cases.dossier import Dossier, LabelledValue
from engine.cases.environment import expression_context
from engine.kernel.context import Context
from engine.tasks.options import options_for
from forms import Form
from forms.definition import Field
from forms.display import money, plain
from forms.layout.model import Layout
from web.i18n.languages import language
from web.ui.sheets import file_references


@dataclass(frozen=True)
class Fact:
    """One fact of a case for the page: label and value in its language."""

    label: str
    value: str


def facts_of(ctx: Context, dossier: Dossier) -> list[Fact]:
    """Return the facts that the procedure shows of its cases."""
    return [Fact(fact.label(language()), _words(ctx, dossier, fact)) for fact in dossier.facts]


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
            withheld=dossier.procedure.protected,
        )
        for form in forms
    ]


def _words(ctx: Context, dossier: Dossier, fact: LabelledValue) -> str:
    if fact.is_withheld:
        return str(_("（依法保密）"))
    form, field = _origin(dossier, fact.key)
    if field is not None and field.money and isinstance(fact.value, Decimal | int):
        return money(fact.value, language=language())
    labels = _labels(ctx, form, field) if form and field else {}
    values = fact.value if isinstance(fact.value, list) else [fact.value]
    return plain(
        [labels.get(value, value) if isinstance(value, str) else value for value in values], language=language()
    )


def _origin(dossier: Dossier, key: str) -> tuple[Form | None, Field | None]:
    """Return the form and field that a value was entered in; lists of rows have no field of their own."""
    for form in dossier.procedure.forms.values():
        for field in form.fields:
            if field.path == key:
                return form, field
    return None, None


def _labels(ctx: Context, form: Form, field: Field) -> Mapping[str, Any]:
    if field.source is None:
        return {choice.value: choice.label.read(language()) for choice in field.choices}
    return {option.value: option.text(language()) for option in options_for(ctx, form).get(field.source.text, ())}
