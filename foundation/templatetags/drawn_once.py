"""What is the same on every page and for every reader: drawn once, and then only written down?

Icons and the closed dialogs of the frame take a sixth of the time of a page when they are drawn with it.
"""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lucide.templatetags.lucide import lucide as drawn_icon

register = template.Library()


@lru_cache(maxsize=500)
def _icon(name, size, attributes):
    return drawn_icon(name, size=size, **dict(attributes))


@register.simple_tag
def lucide(name, *, size=24, **attributes):
    """`{% lucide "download" size=14 aria_hidden="true" %}`: the icon as inline SVG."""
    return _icon(name, size, tuple(attributes.items()))


@lru_cache(maxsize=100)
def _part(name, _language, _files, _urlconf):
    return SafeString(render_to_string(name))


@register.simple_tag
def same_for_all(name):
    """`{% same_for_all "parts/_keys.html" %}`: a part that asks for nothing but language, addresses and files."""
    files = settings.STORAGES["staticfiles"]["BACKEND"]
    return _part(name, get_language(), files, get_urlconf() or settings.ROOT_URLCONF)


forget_parts = _part.cache_clear
