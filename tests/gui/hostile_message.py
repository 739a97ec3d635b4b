"""A message that tries every way of HTML to fetch something; each way has a name of its own."""

from __future__ import annotations

DOMAIN = "hostile.test"

HEAD = {
    "preconnect": '<link rel="preconnect" href="{here}">',
    "dns-prefetch": '<link rel="dns-prefetch" href="{here}">',
    "prefetch": '<link rel="prefetch" href="{here}/x">',
    "preload": '<link rel="preload" as="image" href="{here}/x.png">',
    "modulepreload": '<link rel="modulepreload" href="{here}/x.js">',
    "stylesheet": '<link rel="stylesheet" href="{here}/x.css">',
    "icon": '<link rel="icon" href="{here}/x.ico">',
    "manifest": '<link rel="manifest" href="{here}/x.json">',
    "style-import": '<style>@import "{here}/x.css";</style>',
    "font": "<style>@font-face {{ font-family: far; src: url({here}/x.woff) }}</style>",
    "css-picture": "<style>body {{ background: url({here}/x.png) }}</style>",
    "css-cursor": "<style>html {{ cursor: url({here}/x.cur), auto }}</style>",
    "css-content": "<style>p::before {{ content: url({here}/x.png) }}</style>",
    "css-image-set": '<style>div {{ background: image-set("{here}/x.png" 1x) }}</style>',
    "css-list": "<style>li {{ list-style-image: url({here}/x.png) }}</style>",
    "css-escaped": "<style>td {{ background: u\\72l({here}/x.png) }}</style>",
    "script": '<script src="{here}/x.js"></script>',
    "fetch": '<script>fetch("{here}/x"); document.title = "ran"</script>',
    "beacon": '<script>navigator.sendBeacon("{here}/x")</script>',
    "event-source": '<script>new EventSource("{here}/x")</script>',
    "socket": '<script>new WebSocket("{here}/x".replace("http", "ws"))</script>',
    "csp-report": '<meta http-equiv="Content-Security-Policy" content="report-uri {here}/x">',
}
BODY = {
    "img": '<img src="{here}/x.png">',
    "srcset": '<img srcset="{here}/x.png 2x, {here}/y.png 1x">',
    "picture": '<picture><source srcset="{here}/x.png"><img></picture>',
    "input-image": '<form action="{here}/x"><input type="image" src="{here}/x.png"></form>',
    "iframe": '<iframe src="{here}/x"></iframe>',
    "srcdoc": "<iframe srcdoc=\"<img src='{here}/x.png'>\"></iframe>",
    "object": '<object data="{here}/x"></object>',
    "embed": '<embed src="{here}/x">',
    "video": '<video src="{here}/x" autoplay></video>',
    "poster": '<video poster="{here}/x.png"></video>',
    "audio": '<audio src="{here}/x" autoplay></audio>',
    "track": '<video><track default src="{here}/x.vtt"></video>',
    "svg-image": '<svg width="9" height="9"><image href="{here}/x.png" width="9" height="9"/></svg>',
    "svg-use": '<svg><use href="{here}/x.svg#a"/></svg>',
    "svg-filter": '<svg><filter id="f"><feImage href="{here}/x.png"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/></svg>',
    "table-background": '<table background="{here}/x.png"><tr><td>cell</td></tr></table>',
    "style-attribute": "<p style=\"background:url('{here}/x.png')\">words</p>",
    "event": '<img src="data:," onerror="fetch(\'{here}/x\')">',
    "ping": '<a href="#a" ping="{here}/x">link</a>',
    "markup-in-noscript": '<noscript><img src="{here}/x.png"></noscript>',
    "math": '<math><mglyph src="{here}/x.png"/></math><ul><li>item</li></ul><div>block</div>',
    "refresh": '<meta http-equiv="refresh" content="1;url={here}/x">',
}
WAYS = {**HEAD, **BODY}


def hostile_html(port: int) -> str:
    """Write the message: each way asks for a name of its own, then for the loopback address."""
    head, body = _written(HEAD, port), _written(BODY, port)
    return f"<html><head>{head}</head><body>{body}<p>The words stay.</p></body></html>"


def _written(ways: dict[str, str], port: int) -> str:
    return "\n".join(
        way.format(here=f"http://{host}:{port}")
        for name, way in ways.items()
        for host in (f"{name}.{DOMAIN}", "127.0.0.1")
    )
