"""How do templates print numbers? Computed ones by `{% figure %}`, typed ones by `{% entered %}`."""

from django import template

from foundation import figures

register = template.Library()


@register.simple_tag
def figure(value, compact=True, unit=True, word=True):
    """`{% figure facts.cpi %}`: a Figure as a link that opens its formula and inputs."""
    return figures.figure_html(value, compact=compact, unit=unit, word=word)


@register.simple_tag
def entered(value, unit="", kind=figures.COUNT, until=None):
    """`{% entered line.amount project.currency_id 'money' %}`: what somebody typed in.

    `{% entered each.since until=as_of %}`: a day as the number of days since then, with the day as a tooltip.
    """
    if until:
        return figures.since_html(value, until)
    return figures.entered_html(value, unit, kind)


@register.filter
def shown(part):
    """A Figure or a Source as plain text, for drawers and tooltips."""
    return figures.show(part.value, part.kind, part.unit)
