"""The procedures and people of the tests of messages, and browsers, for incidents."""

from tests.integration.messages.conftest import ask, deploy, post
from tests.integration.web.conftest import app, browsers

__all__ = ["app", "ask", "browsers", "deploy", "post"]
