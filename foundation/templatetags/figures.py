"""How do templates print numbers? Computed ones by `{% figure %}`, typed ones by `{% entered %}`."""

from django import template

from foundation import figures

register = template.Library()


@register.simple_tag
def figure(value, compact=True, unit=True):
    """`{% figure facts.cpi %}`: a Figure as a link that opens its formula and inputs."""
    return figures.figure_html(value, compact=compact, unit=unit)


@register.simple_tag
def entered(value, unit="", kind=figures.COUNT):
    """`{% entered line.amount project.currency_id 'money' %}`: what somebody typed in."""
    return figures.entered_html(value, unit, kind)


@register.filter
def shown(part):
    """A Figure or a Source as plain text, for drawers and tooltips."""
    return figures.show(part.value, part.kind, part.unit)
