"""Which language a page speaks: the person's own, else the one chosen in this browser, else the browser's."""

from flask import Flask, request, session
from flask_babel import Babel, get_locale
from flask_login import current_user

LANGUAGES = {"zh": "中文", "en": "English"}
"""Chinese is what the code and the templates are written in; English is the complete catalogue beside it."""

_TIMEZONE = "Asia/Shanghai"


def install_languages(app: Flask) -> None:
    """Set up Flask-Babel with Chinese as the language of the sources."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    app.config["BABEL_DEFAULT_TIMEZONE"] = _TIMEZONE
    Babel(app, locale_selector=choose_language)
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["languages"] = LANGUAGES
    app.jinja_env.globals["in_language"] = in_language


def choose_language() -> str:
    """Return the language of this request, one of `LANGUAGES`."""
    if current_user and current_user.is_authenticated:
        return str(current_user.actor.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "zh"


def language() -> str:
    """Return the language of the page being made: `zh` or `en`."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def in_language(zh: str, en: str) -> str:
    """Return whichever of two sentences speaks the page's language; the Chinese one if there is no English."""
    return en if language() == "en" and en else zh
