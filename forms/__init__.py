"""Forms: one JSON definition becomes a validator and a layout."""

from forms.definition import Field, Kind, Source
from forms.extraction import ADD, REFRESH, REMOVE, wants_redraw
from forms.faults import FormError, FormFault
from forms.form import Form, Sensitive
from forms.layout.inputs import readable
from forms.layout.model import FileRef, Layout
from forms.options import Option
from forms.reading.form_reading import read_form
from forms.validation import Checked

__all__ = [
    "ADD",
    "REFRESH",
    "REMOVE",
    "Checked",
    "Field",
    "FileRef",
    "Form",
    "FormError",
    "FormFault",
    "Kind",
    "Layout",
    "Option",
    "Sensitive",
    "Source",
    "read_form",
    "readable",
    "wants_redraw",
]
