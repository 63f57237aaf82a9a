"""A fixed default must be a value that the field itself would accept."""

from collections.abc import Iterable

from marshmallow import ValidationError

from engine.feel import Expression
from forms.definition import Component, all_fields
from forms.problems import Problem
from forms.reading.node import Faults
from forms.schema.compiling import schema_field


def check_defaults(components: Iterable[Component], *, faults: Faults) -> None:
    """Note every fixed default that its field would refuse."""
    for field in all_fields(components):
        if field.default is None or isinstance(field.default, Expression):
            continue
        try:
            schema_field(field).deserialize(field.default)
        except ValidationError as error:
            where = {"element": f"{field.element}.defaultValue", "field": field.key}
            problem = next(found for found in error.messages if isinstance(found, Problem))
            faults.add("form-default", where=where, what_zh=problem.sentence("zh"), what_en=problem.sentence("en"))
