"""What people write when something came wrong, in English, Spanish and German: patterns by finding.

Written by hand, not learnt. Patterns are for text without accents and capital letters, words one space apart. They
are tried in this order, and what one has taken no later one sees: "seal broken" is no broken item, "label torn" no
torn one. So the more particular comes first, and of several findings the first is the leading one.
"""

import re

NOT_A_FAULT = "not_a_fault"  # they changed their mind, or it came late
UNCLEAR = "unclear"

_THING = "(?:box|package|packaging|packet|parcel|carton|bottle|jar|can|bag|lid|cap|item|product|tin|tube|pouch)"
_COSA = "(?:caja|paquete|envase|botella|frasco|bote|lata|bolsa|tapa|producto|articulo|tarro|embalaje)"

PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "mislabelled",
        (
            r"mis ?label\w*",
            r"(?:wrong|incorrect|different) (?:label|barcode|sticker)\w*",
            r"(?:label|sticker) (?:says|said|shows)",
            r"mal etiquetad\w+",
            r"etiqueta (?:\w+ )?(?:equivocada|incorrecta|erronea|cambiada)",
            r"falsch\w* (?:etikett\w*|beschriftet|ausgezeichnet)",
        ),
    ),
    (
        "label_defect",
        (
            r"(?:no|without|missing|torn|unreadable|smeared|illegible|blurred) label",
            r"label (?:\w+ )?(?:\w+ )?(?:missing|torn|unreadable|smeared|illegible|off|peeling|blurred|damaged)",
            r"(?:sin|falta la) etiqueta",
            r"etiqueta (?:\w+ )?(?:ilegible|borrosa|rota|despegada|rasgada|danada|manchada)",
            r"(?:ohne|kein) etikett",
            r"etikett (?:\w+ )?(?:fehlt|unleserlich|abgelost|zerrissen|verschmiert)",
        ),
    ),
    (
        "expired",
        (
            r"expired?(?: date| product)?\b(?! \w+ (?:is|was) fine)",
            r"(?:past|beyond|over) (?:its|the|their)? ?(?:expiry|expiration|use by|best before|best by|date)\w*",
            r"out of date",
            r"(?:expiry|expiration|best before|best by|use by) (?:date )?(?:\w+ )?(?:passed|past|over|gone)",
            r"caducad\w+",
            r"vencid\w+",
            r"(?:caduco|vencio)\b",
            r"fecha de (?:caducidad|vencimiento) (?:\w+ )?pasada",
            r"abgelaufen\w*",
            r"(?:mhd|haltbarkeit\w*|verfallsdatum) (?:\w+ )?(?:uberschritten|abgelaufen)",
        ),
    ),
    (
        "wrong_colour",
        (
            r"(?:wrong|different|incorrect|not the right) colou?r\w*",
            r"colou?r (?:\w+ ){0,2}(?:wrong|different|incorrect)",
            r"(?:otro color|color (?:\w+ )?(?:equivocado|incorrecto|distinto|diferente|erroneo))",
            r"(?:falsche|andere) farbe|farbe (?:\w+ )?(?:falsch|anders)",
        ),
    ),
    (
        "wrong_size",
        (
            r"(?:wrong|different|incorrect) size\w*",
            r"size (?:\w+ ){0,2}(?:wrong|different|incorrect)",
            r"too (?:small|big|large|tight|short|long|wide)",
            r"(?:talla|tamano) (?:\w+ )?(?:equivocad\w|incorrect\w|distint\w|erron\w+)",
            r"(?:otra talla|demasiado (?:pequen\w|grande|corto|largo|ajustado))",
            r"falsche (?:grosse|masse)|zu (?:klein|gross|eng|kurz|lang)\b",
        ),
    ),
    (
        "wrong_item",
        (
            r"wrong (?:\w+ )?(?:item|product|article|thing|one|flavou?r|model|version|order)\w*",
            r"(?:not|isn t|wasn t) what (?:i|we) (?:had )?ordered",
            r"(?:different|another|other) (?:item|product|article) (?:\w+ )?(?:than|from|instead|in|came)",
            r"(?:received|got|sent) (?:a |an |the )?(?:different|another|other|wrong)",
            r"(?:producto|articulo|cosa|sabor|modelo) (?:\w+ )?(?:equivocad\w|incorrect\w|distint\w|diferente|erroneo)",
            r"no es lo que (?:pedi|pedimos|compre|ordene)",
            r"(?:enviaron|mandaron|llego|recibi) (?:otr[oa]|un[oa]? distint\w)",
            r"falsch\w* (?:artikel|produkt|ware|geliefert|bestellung|sorte)\w*",
            r"(?:nicht|anderes) (?:das )?(?:was ich )?bestellt\w*",
        ),
    ),
    (
        "actuation",
        (
            r"(?:seal|tape|safety ring) (?:\w+ )?(?:\w+ )?(?:broken|missing|open|torn|gone|removed|damaged)",
            r"(?:no|without|broken|missing) (?:safety )?seal",
            r"unsealed|tampered\w*|used before|already used",
            r"(?:already|arrived|came|received|was|were|been|partly|half|" + _THING + r") open(?:ed)?\b",
            r"open(?:ed)? " + _THING,
            r"(?:lid|cap|top) (?:\w+ )?(?:off|loose|missing)",
            r"(?:sin|falta el) (?:precinto|sello)|(?:precinto|sello) (?:\w+ )?(?:roto|abierto|danado|quitado|rasgado)",
            r"(?:llego|estaba|venia|vino|ya|" + _COSA + r") (?:ya |\w+ )?abiert[oa]s?",
            r"destapad\w+|sin tapa|tapa (?:\w+ )?(?:suelta|abierta)",
            r"(?:ohne|kein) siegel|siegel (?:\w+ )?(?:fehlt|gebrochen|kaputt|beschadigt|offen)",
            r"(?:geoffnet|offen) (?:angekommen|geliefert)",
            r"(?:war|schon|bereits|packung|verpackung) (?:\w+ )?(?:geoffnet|offen)\b",
        ),
    ),
    (
        "spillage",
        (
            r"leak(?:ed|ing|s|y|age)?\b|spill\w*|spilt",
            r"(?:all )?(?:wet|soaked|soaking|sticky|damp)\b|liquid (?:\w+ )?(?:everywhere|out|came)",
            r"derram\w+|gotea\w*|goteo|mojad\w+|humed[ao]s?\b|empapad\w+|pegajos\w+|se salio|fuga\b",
            r"ausgelaufen\w*|undicht\w*|nass\b|feucht\b|verschuttet\w*|durchnasst\w*|klebrig\w*",
        ),
    ),
    (
        "penetration",
        (
            r"holes?\b|torn\b|ripped\b|rips?\b|tears? in|punctur\w+|pierced|slit\b|slashed|cut (?:open|through)",
            r"agujer\w+|rasgad\w+|perforad\w+|pinchad\w+|desgarrad\w+|cortad[oa]s?\b|hoyos?\b",
            r"loch\b|locher\w*|gerissen\w*|zerrissen\w*|eingerissen\w*|durchstochen\w*|aufgeschnitten\w*|aufgerissen\w*",
        ),
    ),
    (
        "missing_unit",
        (
            r"missing\b|incomplete\w*|not complete|one short|short by|is not in the box|not all (?:there|pieces|units)",
            r"only (?:one|two|three|four|five|six|seven|eight|nine|\d+)\b",
            r"faltan?\b|faltaban?\b|faltante\w*|incomplet\w+",
            r"(?:solo|solamente) (?:\w+ )?(?:un[oa]?|dos|tres|cuatro|cinco|seis|\d+)\b",
            r"fehlt\b|fehlen\b|fehlte\w*|unvollstandig\w*|nur (?:ein\w*|zwei|drei|vier|funf|sechs|\d+)\b",
        ),
    ),
    (
        "deconstruction",
        (
            r"broken?\b|broke\b|shatter\w*|smash\w*|cracks?\b|cracked|splintered|in (?:\w+ )?pieces|fell apart|snapped",
            r"rot[oa]s?\b|quebrad\w+|pedazos|partid[oa]s?\b|destrozad\w+|agrietad\w+|rajad\w+|se rompi\w+|anicos",
            r"kaputt\w*|zerbrochen\w*|gebrochen\w*|zersplittert\w*|zerschlagen\w*|gesprungen\w*|scherben|bruch\b",
        ),
    ),
    (
        "deformation",
        (
            r"crush\w*|dent(?:s|ed|ing)?\b|bent\b|deform\w*|squash\w*|squished|flattened|warped|caved|misshapen|crumpled",
            r"aplasta\w*|abolla\w*|deformad\w+|doblad\w+|hundid\w+|chafad\w+|aplanad\w+|golpead\w+|arrugad\w+",
            r"zerdruckt\w*|verbeult\w*|eingedruckt\w*|verbogen\w*|dellen?\b|beulen?\b|gequetscht\w*|verformt\w*|zerknittert\w*",
        ),
    ),
    (
        "superficial",
        (
            r"scratch\w*|scuff\w*|dirty\b|dirt\b|stain\w*|dust(?:y)?\b|faded|smudge\w*|chipped|worn\b",
            r"raya(?:d[oa]s?|s|zos?)?\b|araña\w*|arana[dz]\w*|suci[oa]s?\b|mancha\w*|polvo\b|desgastad\w+|desconchad\w+",
            r"zerkratzt\w*|verkratzt\w*|kratzer\w*|schmutzig\w*|verschmutzt\w*|flecken?\b|staubig\w*|abgenutzt\w*",
        ),
    ),
    (
        "defect",
        (
            r"damag\w*|defect\w*|faulty\b|bad (?:condition|shape)|ruined|destroyed",
            r"danad\w+|danos?\b|estropead\w+|defectuos\w+|(?:mal|malas) (?:estado|condiciones)|averiad\w+",
            r"beschadigt\w*|beschadigung\w*|defekt\w*|schaden\b|mangelhaft\w*|schlechte\w* zustand",
        ),
    ),
    (
        NOT_A_FAULT,
        (
            r"changed (?:my|our) mind|no longer (?:need|want)\w*|don t (?:like|need|want)|found (?:it )?cheaper",
            r"(?:arrived|came|delivered|delivery) (?:\w+ )?(?:too )?late|late delivery|never arrived|by mistake",
            r"ya no (?:lo |la )?(?:quiero|necesito)|llego tarde|me arrepenti|no me gust\w+|por error|nunca llego",
            r"nicht mehr (?:benotigt|gebraucht|gewollt)|gefallt (?:mir |uns )?nicht|zu spat|versehentlich",
            r"nie angekommen",
        ),
    ),
)

# What an item can be: of the first kind are those that a detector or a scorer could have seen.
DAMAGE = (
    *("penetration", "deformation", "actuation", "deconstruction", "spillage", "superficial", "missing_unit"),
    *("label_defect", "defect"),
)
CLASSES = (*DAMAGE, "wrong_item", "mislabelled", "expired", "wrong_colour", "wrong_size")

# Before a pattern, at most two words away: it is not so. "without", "sin" and "ohne" with what they lack are above.
NEGATION = (
    r"\b(?:not|no|never|neither|nor|isn t|wasn t|aren t|weren t|sin|ni|nunca|nicht|kein\w*|weder|ohne|without)"
    r"(?: \w+){0,2} $"
)

# Known even with one letter wrong, left out, doubled or changed over with the next.
_WORDS = (
    "expired crushed damaged scratched leaking shattered punctured squashed flattened deformed unsealed tampered "
    "stained defective mislabelled mislabeled incomplete missing cracked spilled "
    "caducado caducada vencido vencida aplastado aplastada abollado abollada derramado derramada danado danada rasgado "
    "rasgada perforado perforada incompleto incompleta equivocado equivocada quebrado quebrada manchado manchada "
    "defectuoso defectuosa mojado mojada etiqueta abierto abierta "
    "abgelaufen beschadigt zerdruckt verbeult ausgelaufen zerbrochen zerrissen unvollstandig verkratzt schmutzig "
    "geoffnet falscher"
)
COMMON = frozenset(re.findall(r"\w+", _WORDS))
# Real words that are one letter from one of those.
OTHERS = frozenset({"leading", "lacking", "mission", "expires", "exposed", "cracker", "stalled"})
