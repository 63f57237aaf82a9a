"""What a rule may speak of: elements by the names of the drawing, fields and their values by the words of forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.bpmn import Element, Model
from engine.verification.data.answers import facts_of
from engine.verification.data.writers import ANYTHING_OR_NOTHING
from forms import Form, Kind
from forms.definition import Choice


@dataclass(frozen=True)
class FieldWords:
    """A field of a form: its key, its labels, its values with theirs; `values` is empty where anything may be written.

    `is_certain` tells that a completed task has always written one of the values.
    """

    key: str
    labels: tuple[str, ...]
    values: Mapping[str, str]
    is_certain: bool

    def value_of(self, word: str) -> str | None:
        """Return the value that a word stands for: the value itself or its label."""
        if word in self.values:
            return word
        return next((value for value, label in self.values.items() if label == word), None)


@dataclass(frozen=True)
class Vocabulary:
    """The words of a model and its forms; `home` are the processes whose names need no qualification."""

    model: Model
    forms: Mapping[str, tuple[FieldWords, ...]] = field(default_factory=dict)
    home: tuple[str, ...] = ()

    @property
    def elements(self) -> list[Mapping[str, Element]]:
        """Return the elements by id, process by process."""
        return [process.elements for process in self.model.processes.values()]

    def elements_named(self, name: str) -> list[Element]:
        """Return the elements a name means: those of the home process, else of called ones; `规程／环节` is exact."""
        wanted, _, inner = name.replace("/", "／").partition("／")
        if inner:
            return [
                element
                for process in self.model.processes.values()
                if wanted in (process.name, process.id)
                for element in process.elements.values()
                if inner in (_plain(element.name), element.id)
            ]
        found = [element for element in self._elements() if wanted in (_plain(element.name), element.id)]
        return [element for element in found if element.process_id in self.home] or found

    def names(self) -> list[str]:
        """Return the names of all elements that have one, each once."""
        return list(dict.fromkeys(_plain(element.name) for element in self._elements() if element.name))

    @property
    def english(self) -> dict[str, str]:
        """Return the English names of elements by their Chinese ones."""
        return {_plain(each.name): each.name_en for each in self._elements() if each.name_en}

    def fields_of(self, element: Element) -> tuple[FieldWords, ...]:
        """Return the fields of an element's form."""
        form = element.human.form if element.human else None
        return self.forms.get(form or "", ())

    def fields_around(self, element: Element) -> list[FieldWords]:
        """Return the fields of all forms of the process that an element is drawn in, those of its own form first."""
        process = self.model.processes[element.process_id]
        others = [each for each in process.elements.values() if each.id != element.id]
        return [words for each in (element, *others) for words in self.fields_of(each)]

    def _elements(self) -> Iterable[Element]:
        return (element for process in self.model.processes.values() for element in process.elements.values())


def words_of(forms: Iterable[Form]) -> dict[str, tuple[FieldWords, ...]]:
    """Return the words of forms by their id: of everything that they write to the document."""
    return {form.id: tuple(_words(form)) for form in forms}


def _words(form: Form) -> Iterable[FieldWords]:
    fields = {each.path: each for each in form.fields}
    for key, written in facts_of([form]).forms[form.id].items():
        known = fields.get(key)
        labels = (known.label("zh"), known.label("en")) if known else (key,)
        offered = _values(known.choices) if known and known.kind in _ONE_OF else {}
        certain = written is not ANYTHING_OR_NOTHING and (written is None or None not in written)
        yield FieldWords(key, tuple(dict.fromkeys(labels)), offered, is_certain=certain)


_ONE_OF = frozenset({Kind.RADIO, Kind.SELECT})


def _values(choices: Iterable[Choice]) -> dict[str, str]:
    return {choice.value: choice.label.read("zh") for choice in choices}


def _plain(name: str) -> str:
    return "".join(name.split())
