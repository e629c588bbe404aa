"""How are pages asked for in great number without Django's watch over templates?"""

from contextlib import contextmanager

from django.template.base import Template
from django.test import utils


@contextmanager
def unwatched():
    """Templates are drawn as in production; the answers have no `context`.

    The watch copies the whole context for each of the hundreds of pieces of a page, which costs as much as drawing.
    """
    watching = Template._render
    Template._render = utils._TestState.saved_data.template_render
    try:
        yield
    finally:
        Template._render = watching
