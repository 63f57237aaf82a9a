"""The procedures and people of the tests of messages, for incidents."""

from tests.integration.messages.conftest import ask, deploy, post

__all__ = ["ask", "deploy", "post"]
