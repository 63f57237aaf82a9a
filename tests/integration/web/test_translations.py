"""The English catalogue is complete, and what is compiled is what is written."""

import string
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import web

WEB = Path(web.__path__[0])
ENGLISH = WEB / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}


def sources() -> set[str]:
    """Return every Chinese text in code and templates."""
    with (WEB / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(WEB), methods, options, keywords=KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def catalogue() -> Catalog:
    """Return the English catalogue as it is written."""
    return read_po(BytesIO((ENGLISH / "messages.po").read_bytes()), locale="en")


def test_every_text_of_the_pages_has_an_english_one() -> None:
    texts = sources()
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue()}
    assert len(texts) > 250
    assert texts - known == set()
    assert known - texts - {""} == set()


def test_no_english_text_is_empty_fuzzy_or_chinese() -> None:
    for message in catalogue():
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy, message.id
        assert not any("\u4e00" <= sign <= "\u9fff" for text in texts for sign in text), message.id


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message in catalogue():
        if not message.id:
            continue
        chinese = message.id[0] if isinstance(message.id, tuple) else message.id
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            assert _placeholders(text) == _placeholders(chinese), chinese


def test_the_compiled_catalogue_is_that_of_the_written_one() -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    with (ENGLISH / "messages.mo").open("rb") as file:
        assert _texts(GNUTranslations(file)) == _texts(GNUTranslations(compiled))


def _texts(translations: GNUTranslations) -> dict[object, str]:
    """Return what was compiled, without the header, which names the version of the compiler."""
    return {key: text for key, text in translations._catalog.items() if key}  # type: ignore[attr-defined]


def _placeholders(text: str) -> set[str]:
    percent = {part.split(")")[0] for part in text.split("%(")[1:]}
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "%(" not in text else set()
    return percent | braces
