"""A case as one HTML page beside its pictures, light and dark, and on paper. It loads nothing from elsewhere."""

from collections.abc import Iterator
from html import escape

from inspector.app.causes.case_markdown import shown
from inspector.app.causes.case_words import SCORES, answer_words, explanation_words
from inspector.app.causes.written_case import WrittenCase
from inspector.domain.cause.cause import Hypothesis
from inspector.domain.cause.fact import rests_on
from inspector.domain.cause.ranking import Answer, Case

_STYLE = """
:root { color-scheme: light dark; --paper:#fff; --card:#f6f8fa; --ink:#1b2430; --dim:#4d5b6a; --rule:#d5dbe1;
  --for:#0b5cad; --against:#b4470a }
@media (prefers-color-scheme: dark) { :root { --paper:#12171d; --card:#1b222a; --ink:#e8edf2; --dim:#a9b6c3;
  --rule:#36414c; --for:#6cb0ff; --against:#ff9d5c } }
* { box-sizing:border-box }
body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.5 system-ui, sans-serif }
main { max-width:1080px; margin:0 auto; padding:28px 24px 64px }
h1 { font-size:1.75rem; line-height:1.2; margin:0 0 8px; overflow-wrap:anywhere }
h2 { font-size:1.25rem; margin:40px 0 8px }
h3 { font-size:1.05rem; margin:0 0 4px } p { max-width:72ch; margin:8px 0 } .dim { color:var(--dim) }
.answer { font-size:1.15rem; border-left:5px solid var(--for); padding:6px 14px; background:var(--card) }
.answer.open { border-color:var(--against) }
section.cause { background:var(--card); border-radius:8px; padding:14px 18px; margin:14px 0; break-inside:avoid }
table { border-collapse:collapse; width:100%; margin:8px 0; font-variant-numeric:tabular-nums }
td { padding:5px 14px 5px 0; border-bottom:1px solid var(--rule); vertical-align:top; overflow-wrap:anywhere }
td.weight { text-align:right; white-space:nowrap; width:8em; font-weight:600 } .for { color:var(--for) }
.against { color:var(--against) } td.id { white-space:nowrap; width:3.5em }
a { color:var(--for) } a:focus-visible { outline:3px solid var(--against); outline-offset:2px }
li { margin:4px 0; overflow-wrap:anywhere } s { color:var(--dim) }
.shots { display:grid; grid-template-columns:repeat(auto-fill, minmax(280px, 1fr)); gap:14px; margin:10px 0 }
figure { margin:0; padding:10px; background:var(--card); border-radius:8px; break-inside:avoid }
figure img { display:block; width:100%; height:auto; border-radius:4px }
figcaption { font-size:.9rem; color:var(--dim); margin-top:4px; overflow-wrap:anywhere }
"""


def html_page(written: WrittenCase) -> str:
    """The whole page."""
    subject = escape(str(written.case.gathered.subject))
    body = "\n".join(_parts(written))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Case: {subject}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'; object-src 'none'\">\n"
        f"<style>{_STYLE}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def _parts(written: WrittenCase) -> Iterator[str]:
    case, gathered = written.case, written.case.gathered
    yield f"<h1>Case: {escape(str(gathered.subject))}</h1>"
    open_ = "" if case.answer is Answer.FOUND else " open"
    yield f'<p class="answer{open_}">{escape(answer_words(case))}</p>'
    yield (
        f"<p>{case.calls} of its {case.items} items show anything; {case.seen} items of all products were looked at, "
        f"{gathered.since_utc[:16]} to {gathered.until_utc[:16]} UTC.</p>"
    )
    yield f'<p class="dim">{escape(SCORES)}</p>'
    yield from _explanation(written)
    yield "<h2>Hypotheses</h2>"
    for number, one in enumerate(shown(case), start=1):
        yield from _hypothesis(number, one, case)
    yield "<h2>Facts</h2><table>"
    for fact in case.facts:
        rests = escape(rests_on(fact))
        told = f'{escape(fact.text)}<br><span class="dim">{rests}</span>'
        yield f'<tr id="{fact.fact_id}"><td class="id">{fact.fact_id}</td><td>{told}</td></tr>'
    yield "</table>"
    yield from _pictures(written)
    missing = [*gathered.unread, *written.missing]
    if missing:
        yield "<h2>Not looked at</h2><ul>"
        yield from (f"<li>{escape(text)}</li>" for text in missing)
        yield "</ul>"


def _explanation(written: WrittenCase) -> Iterator[str]:
    told = written.explanation
    if told is None:
        return
    yield "<h2>Explanation</h2>"
    yield from (f'<p class="dim">{escape(line)}</p>' for line in explanation_words(written))
    if told.kept or told.struck:
        yield "<ul>"
        yield from (f"<li>{escape(claim.text)} {_links(claim.facts)}</li>" for claim in told.kept)
        yield from (f"<li><s>{escape(one.claim.text)}</s> {escape(one.why)}</li>" for one in told.struck)
        yield "</ul>"


def _hypothesis(number: int, one: Hypothesis, case: Case) -> Iterator[str]:
    about = f" — {one.about}" if one.about else ""
    yield f'<section class="cause"><h3>{number}. {escape(one.cause.title + about)}: {one.score:+.1f}</h3>'
    yield f'<p class="dim">Prior {one.cause.prior:+.1f}. To be sure: {escape(one.cause.look_at)}.</p><table>'
    for called, weighed in (("for", one.supporting), ("against", one.opposing)):
        for entry in weighed:
            fact = case.fact(entry.fact_id)
            text = escape(fact.text) if fact else ""
            yield (
                f'<tr><td class="weight {called}">{called} {entry.weight:+.1f}</td>'
                f"<td>{text} {_links((entry.fact_id,))}</td></tr>"
            )
    yield "</table></section>"


def _links(fact_ids: tuple[str, ...]) -> str:
    return " ".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in fact_ids)


def _pictures(written: WrittenCase) -> Iterator[str]:
    if not written.pictures:
        return
    yield '<h2>Pictures</h2><div class="shots">'
    for one in written.pictures:
        caption = f"{_links((one.fact_id,))} item {escape(one.record_id)}, {escape(one.stored)}"
        alternative = f"item {escape(one.record_id)}, {escape(one.stored)}"
        image = f'<img src="pictures/{escape(one.name)}" alt="{alternative}">'
        yield f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
    yield "</div>"
