"""What the station refuses is said in the window's language, whatever the sentence and whatever page shows it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inspector_gui.i18n.language import Language
from inspector_gui.i18n.refusals import SENTENCES, say_refusal
from inspector_gui.widgets.wrapped_label import MAY_BREAK
from PySide6.QtWidgets import QApplication

from tests.support import gui_order_scenes, gui_queue
from tests.support.gui_pictures import small_stage
from tests.support.gui_stage import Stage
from tests.support.gui_touch import click

StageMaker = Callable[..., Stage]
INSPECTOR = Path(__file__).resolve().parents[2] / "inspector"
# Where commands of windows are answered, and where the sentences of their answers are made.
ANSWERING = (
    *("pipeline/commands.py", "pipeline/*_commands.py", "pipeline/access.py", "pipeline/account_editing.py"),
    *("pipeline/alarm_board.py", "pipeline/slow_commands.py", "domain/account.py", "domain/dispositioning.py"),
    *("domain/hold.py", "domain/lot_group.py", "domain/mark.py", "domain/review.py", "domain/second_look.py"),
    *("domain/relabelling.py", "pipeline/escape_commands.py"),
    *("domain/session.py", "domain/shift.py", "app/camera_aids.py", "app/model_desk.py", "app/recipe_desk.py"),
    *("app/setup_desk.py", "app/versioned.py", "adapters/stores/_ledger_*.py", "adapters/bus/_inbox.py"),
)
# A window's commands are well formed; whoever writes a client of their own reads these.
OF_OTHER_CLIENTS = re.compile(
    r" must be (a |an |one |four |texts|true|the |32 )| must be 1 to 128 "
    r"|^(review )?needs |is none of|go(es)? with CONFIRMED only|nothing else ha(s|ve)|needs both|each box needs"
    r"|is no box|a box needs|boxes must be|is no time|needs a time zone|no such (time|station)|before until"
    r"|values must name|can not be changed here|shelve needs an operator|records must|an item is not made open again"
    r"|^\{\}: (is another station|was retained|is not for the edge|is about station|names the command|asks for)"
    r"|say with --item which"
    r"|\{\}; it can not be set aside|^\{\}: \{\}$|the name is used more than once|has the same badge as"
)


# Put together of parts: the sentence that comes of it.
COMPOSED = {
    "{}; known: {}": "unknown command; known: ping, state",
    "a second look comes {}, not after {}": "a second look comes 1 to 8 hours after the first answer, not after 0.2",
    "version {} is not in force any more: {} is{}; look again first": (
        "version 3 is not in force any more: 4 is by Max; look again first"
    ),
}


def templates(node: ast.expr) -> Iterator[str]:
    """Sentences in an expression, with {} for what is put in."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr():
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield "".join(str(part) for part in parts)
        case ast.IfExp():
            yield from templates(node.body)
            yield from templates(node.orelse)
        case ast.List():
            for one in node.elts:
                yield from templates(one)


def refused_in(path: Path) -> Iterator[tuple[str, str]]:
    """What this file raises, answers, or returns as a list of problems: where, and the sentence."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        said: list[ast.expr] = []
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            said = list(node.exc.args)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Response":
            said = [key.value for key in node.keywords if key.arg == "detail"]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"problems.append", "wrong.append"}:
            said = list(node.args)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.List):
            said = [node.value]
        for one in said:
            for text in templates(one):
                if " " in text:  # not a code
                    yield f"{path.relative_to(INSPECTOR)}:{one.lineno}", text


def known(template: str) -> bool:
    """Whether a sentence with these holes is one of the window's, once something is in them."""
    filled = COMPOSED.get(template, template.replace("{}", "x y"))
    return any(re.fullmatch(re.sub(r"\\\{\d\\\}", "(.+)", re.escape(str(one))), filled) for one in SENTENCES)


def test_every_sentence_of_the_station_is_known_here_or_is_none_that_a_window_causes() -> None:
    files = [path for pattern in ANSWERING for path in sorted(INSPECTOR.glob(pattern))]
    found = dict.fromkeys(one for path in files for one in refused_in(path))
    assert len(found) > 60, "the station's sentences are looked for in the right places"
    strange = [f"{where}: {text}" for where, text in found if not known(text) and not OF_OTHER_CLIENTS.search(text)]
    assert strange == []


def test_every_sentence_has_all_its_particulars_in_every_language(qapp: QApplication) -> None:
    language = Language(qapp)
    language.use("es")
    try:
        for one in SENTENCES:
            filled = str(one).format("AA", "BB", "CC", "DD")
            said = say_refusal(filled)
            assert said != filled, one
            wanted = {("AA", "BB", "CC", "DD")[int(hole)] for hole in re.findall(r"\{(\d)\}", str(one))}
            assert {word for word in ("AA", "BB", "CC", "DD") if word in said} == wanted, one
    finally:
        language.use("en")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Ana answered CONFIRMED already", "Ana ya respondió dañado"),
        ("4711: Ana answered OVERRULED already", "4711: Ana ya respondió sin daño"),
        ("the item is DONATED: it can not become RELEASED", "el artículo está en «Donar»: no puede pasar a «Liberar»"),
        ("Ana is not signed in any more: sign in again", "Ana ya no tiene la sesión iniciada: inicie sesión de nuevo"),
        ("this badge is nobody's: wait 30 s", "esta tarjeta no es de nadie: espere 30 s"),
        (
            "a PIN has 4 to 12 digits; a badge's number has 6 to 128 printable characters",
            "un PIN tiene de 4 a 12 cifras; el número de una tarjeta tiene de 6 a 128 caracteres imprimibles",
        ),
        ("Eva: would have neither PIN nor badge; remove the account instead", None),
        ("/var/lib/x.sqlite: database or disk is full", "/var/lib/x.sqlite: database or disk is full"),
        ("", ""),
        ("; ", "; "),
    ],
)
def test_sentences_codes_and_what_is_not_known(qapp: QApplication, told: str, said: str | None) -> None:
    language = Language(qapp)
    language.use("es")
    try:
        if said is None:
            assert say_refusal(told) == "Eva: se quedaría sin PIN y sin tarjeta; elimine la cuenta en su lugar"
        else:
            assert say_refusal(told) == said
        language.use("en")
        assert say_refusal("nothing would change") == "nothing would change"
    finally:
        language.use("en")


SCENES = {
    "holds_refused": "Ben ya la liberó, porque: La causa está corregida",
    "people_refused": "esta tarjeta ya es de Ben Okafor",
    "setup_refused": "la versión 3 ya no está en vigor: la 4 es de Max; mire de nuevo antes",
}


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_says_it_in_spanish_and_again_in_english_when_the_language_is_changed(
    make_stage: StageMaker, scene: str
) -> None:
    stage = small_stage(make_stage, scene)
    english = [text for text in told(stage) if "already" in text or "not in force" in text]
    assert english
    click(stage.window.bar.language)
    assert any(SCENES[scene] in text for text in told(stage)), told(stage)
    click(stage.window.bar.language)
    assert [text for text in told(stage) if "already" in text or "not in force" in text] == english


def told(stage: Stage) -> list[str]:
    """Every text on screen, without the places where it may break."""
    return [text.replace(MAY_BREAK, "") for text in stage.texts]


def test_the_queue_says_whose_answer_was_first(make_stage: StageMaker) -> None:
    stage = make_stage(language="es")
    stage.isolate(range(40, 59))
    stage.model.queue.confirm()
    entry = stage.model.answers.waiting[0]
    stage.model.answers.take(gui_queue.response(entry, ok=False, detail="Ben answered OVERRULED already"))
    assert any("Ben ya respondió sin daño" in text for text in told(stage)), told(stage)


def test_an_order_that_a_hold_needs_a_reason_for(make_stage: StageMaker) -> None:
    stage = make_stage(language="es")
    gui_order_scenes.orders_reason(stage)
    stage.model.panel.pick(1)
    gui_order_scenes.answered(stage, ok=False, detail="hold needs a reason")
    assert any("para retener hace falta un motivo" in text for text in told(stage)), told(stage)
