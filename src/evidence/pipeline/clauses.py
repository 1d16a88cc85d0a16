"""The clauses of a sentence: cut where a new statement begins, and not within what goes on about the last one."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.contrary_subgroups import contrast
from evidence.pipeline.folding import caseless, folded

# What turns against what was told, and what it turns against: "however, | this difference".
_TURNS: Final = r"(?:but|although|though|however|yet|nevertheless|nonetheless|still),? "
_CHANGES: Final = (
    r"differences?|improvements?|increases?|decreases?|reductions?|benefits?|effects?|trends?|results?"
)
_THIS_CHANGE: Final = rf"(?:(?:this|it|these|that)|(?:this|the|these) (?:[\w-]+ )?(?:{_CHANGES})) "
# Behind a denied difference, of what or of whom it is denied: "no difference | in B", "no difference | between arms in women".
_OF_WHAT: Final = r"(?:(?:in|on)\b|(?:between|among|across) (?:the |two |both |study |treatment )*(?:groups|arms|treatments) (?:in|on|for|among)\b)"
# What is told to be the other way round in others: "and an opposite effect in | postmenopausal women (HR 1.3)".
_OPPOSITE: Final = r"(?:and|but) (?:an?|the) (?:\w+ )?(?:opposite|contrary|reverse|inverse) (?:effect|trend|result|pattern) (?:in|among|for)\b"
# What goes on about the difference that was just told: "although this was not significant".
OF_IT: Final = (
    r"(?:an? (?:[\w-]+ )?(?:difference|improvement|increase|decrease|reduction|benefit|effect|trend) (?:that|which) (?:was|did)\b"
    r"|and there (?:was|were) (?:an? )?(?:statistical(?:ly)? )?significant differences?(?: (?:between|among) (?:the )?(?:two )?(?:study |treatment )?(?:groups|arms))?(?= ?\(|[.;,]|$)"
    rf"|{_TURNS}{_THIS_CHANGE}"
    r"(?:was|were|is|are|did|does|do|failed|lacked|fell|only)\b[^.;,]{0,40}\b(?:in|non-?)?significan"
    rf"|{_TURNS}(?:the (?:level of )?)?(?:statistical )?significance (?:was|were|is)\b"
    rf"|{_TURNS}(?:(?:did|was|were|could) )?not\b[^.;,]{{0,30}}\bsignifican(?:t\b|ce\b)(?! (?:in|for|on)\b))"
)
# The same behind "although A was longer, ".
_NOT_SO: Final = (
    rf"(?:(?:this|it|these|that)|(?:this|the|these) (?:[\w-]+ )?(?:{_CHANGES}|findings?)) "
    r"(?:was|were|is|are|did|failed|lacked)\b[^.;,]{0,25}\b(?:not|insignificant|nonsignificant|non-significant|to|significance)\b(?:[^.;,]{0,25}\bsignifican|(?<=significant)|(?<=significance))"
)
# The same behind a semicolon: "; however, this difference was not significant".
_TAKEN_BACK: Final = (
    rf"(?:{_TURNS})?{_THIS_CHANGE}"
    r"(?:was|were|is|are|did|does|failed|lacked|fell|only)\b(?=[^.;,]{0,40}\b(?:not?|nor|failed|lacked|short|insignificant|non-?significant)\b)[^.;,]{0,40}\b(?:in|non-?)?significan(?:t|ce)\b(?! (?:in|for|on|only|\w+)\b)"
)
_WITH_VERB: Final = (
    rf"(?=(?!{_NOT_SO})"
    r"(?:and )?(?!(?:who|which|where|when|with|compared|as|respectively|and|or|but|that|including)\b)"
    r"[A-Za-z][\w/-]* (?:(?:[A-Za-z]|\d+-[a-z])[\w/-]* ){0,6}"
    r"(?:\([^()]*\) )?(?:was|were|had|did not|occurred|remained|showed|held|persisted)\b)"
)
# "while treated with A" only says when.
_TURN: Final = r"(?=(?:whereas|while(?! (?:being |still )?(?:treated|receiving|on|taking|under|in)\b)|although|however)\b)"
# Behind a bracket of figures, another measure and how it changed: "fell with A (P = .01) and | vitamin D rose with B".
_CHANGED_TOO: Final = (
    r"(?=and (?:the )?(?!(?:the|an?|more|less|fewer|not|no|both|all|that|this|these|they|it|who|which|then|thus|therefore|also|to|in|of|for|with|by|at|on|from|\w+ly)\b)"
    r"(?:(?!(?:groups?|arms?|patients|women|men|participants|controls|respectively|compared|than|was|were|who|which|that|and|or)\b)[A-Za-z][\w/'-]* ){1,6}?"
    r"(?:increased|decreased|fell|rose|declined|dropped|worsened|deteriorated|improved"
    r"|(?:was|were|remained) (?:not )?(?:\w+ly )?(?:lower|higher|longer|shorter|greater|smaller|better|worse|more|less|fewer|similar|comparable|unchanged|increased|decreased|reduced|improved|prolonged|shortened|lengthened|different))\b)"
)
# One set of characters begins them all, since the engine skips to a set, but not to the beginnings of alternatives; of the
# blanks, which are most, only those before a few letters are looked at more closely.
_CLAUSE: Final = re.compile(
    rf"[;,\s](?=[bwah,\s])(?:(?<=;)(?!\s+{_TAKEN_BACK})\s+(?=\w)"
    rf"|(?<=,)(?!\s+{OF_IT})\s+(?:(?=we (?:\w+ly )?(?:found|observed|saw|did)\b)|{_TURN}|(?=but\b(?! (?:in|not|with(?:out)?|at|(?:was|were|had) (?:not|only)\b)))"
    r"|(?=but (?:in|at|for|among) [^,;.()]{2,40} (?:it|they|this) (?:was|were|did) not\b)"
    r"|(?=but (?:in|for|among) [^,;.()]{2,60} there (?:was|were|is|are)\b)"
    r"|(?=but (?:in|at|for|among) [^,;.()]{2,70}, (?:the )?[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){0,5} (?:was|were)\b)"
    r"|(?=(?:among|in|for) whom (?:the |[a-z]+ (?:was|were)))"
    # "splenectomy increases bleeding, which can be prevented by A"
    r"|(?=which (?:can|could|may|might|was|were|is|are) (?:be )?(?:\w+ly )?(?:prevented|avoided|reduced|relieved|treated|managed|controlled|overcome|reversed|mitigated|alleviated|counteracted|minimi[sz]ed|abolished)\b(?! (?:to|from)\b))"
    r"|(?=and \d+ (?:patients )?\(\d[\d.·]*%\) (?:needed|required|had|died|underwent|developed|experienced)\b)"
    r"|(?=and (?:the|this|our) (?:study|trial|results?|data|findings?) (?:supports?|suggests?|shows?|showed|indicates?|indicated|demonstrates?|demonstrated)\b)"
    r"|(?=and (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) of (?:the )?\d+ (?:patients|women|men|participants|children|subjects) (?:were|had|developed|experienced|achieved|died)\b)"
    # "(10.5 v 8.3 months), and 12 patients in the A group had a response"
    r"|(?=and (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:patients?|women|men|participants?|children|subjects?) (?:(?:in|on|with|given|receiving|treated with|assigned to) (?:the )?[^,;.()]{2,40}? )?(?:had|developed|experienced|achieved|died|responded|relapsed|progressed)\b)"
    r"|(?=and \d[\d.·]*% of (?:the |all )?(?:patients|women|men|participants) (?:had|were|experienced|developed|achieved|received|required)\b)"
    rf"|(?=and (?:there (?:was|were)|no\b|did not))|{_WITH_VERB})"
    # "(28% v 21%; P = .002) but did not differ between others"
    rf"|(?<=\),)\s+{_CHANGED_TOO}"
    r"|(?<=\s)(?:(?<=\)\s)(?=but (?:did|was|were) not (?:\w+ ){0,2}(?:differ|different|associated|related|increased|reduced|affected|higher|lower)\b[^.;,]{0,60}\b(?:between|with|by|in|for)\b)"
    rf"|(?<=\)\s){_CHANGED_TOO}"
    rf"|(?<=\)\s)(?={_OPPOSITE})"
    # "a significant difference in X but no difference in Y"
    rf"|(?=but no (?:\w+ly )?(?:significant )?(?:differences?|changes?|effects?) {_OF_WHAT})"
    # "toxicity occurred in 38% with A but quality of life was similar"
    rf"|(?=but (?!{_NOT_SO})(?:the )?(?:(?!(?:who|which|that|with|without|in|not|no|for|these|this|those|it|they|there|only|all|none)\b)[a-z][\w/-]* ){{1,6}}(?:was|were|is|are|did|remained) (?:not )?(?:\w+ly )?(?:similar|comparable|equivalent|equal|identical|unchanged|unaffected|different|differ|higher|lower|longer|shorter|more|less|fewer|greater|smaller|worse|poorer|better|increased|decreased|improved|worsened|impaired|reduced|prolonged|shortened|lengthened|extended|delayed)\b)"
    rf"|(?=\s*[wah,])(?!\s*{OF_IT})(?:\s*{_TURN}|,\s+{_WITH_VERB}|and that {_WITH_VERB})))"
)
# What a statement is of, told before it: "for cancer deaths, | there were 156 v 178".
_TOPIC: Final = re.compile(
    r"[;:,]\s+(?:and )?(?:for|in|regarding|concerning|as for|with regard to) [^,;:()]{3,60}?\s*,?\s*$"
)
# A turn within a statement: "was, however, | associated with".
_HELD_UP: Final = re.compile(r"\b(?:was|were|is|are|did|had|has|have),\s+(?:(?:however|though),?\s*)?$")
# Of folded texts.
VERB: Final = caseless(
    r"\b(?:was|were|is|are|had|has|have|did|does|occurred|showed|improved|increased|decreased|reduced|prolonged|differed|achieved|experienced"
    r"|reported|died|developed|received|remained|resulted|led|favou?red|discontinued|reached|demonstrated|stopped|withdrew|underwent|progressed|relapsed|recurred|responded|needed|found(?! that)|saw"
    r"|gave|produced|provided|yielded|offered|conferred|caused|lived|survived|rose|fell|declined|worsened|required|suffered|entered|regained|retained|began|completed|became"
    r"|held|persisted|doubled|tripled|halved|deteriorated|dropped|lengthened|shortened|extended|lowered|raised|delayed|prevented|enhanced|appeared|seemed|tended|exceeded|emerged|diminished|impaired|compromised|alleviated|attenuated|ameliorated"
    r"|(?:increases|decreases|lowers|raises|causes)(?= (?:the|an?)\b)|remains|shows|demonstrates|improves|prolongs|reduces|lengthens|provides|confers|appears|seems|restores|relieves|preserves|maintains|achieves|produces|requires|carries|avoids|worsens|(?:may|might|should|would|could|can) (?:not )?be)\b",
)
_TOPIC_REACH: Final = 75


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence, cut where a new statement begins outside brackets."""
    cuts = [start]
    depth = 0
    position = start
    for match in _CLAUSE.finditer(text, start, end):
        between = text[position : match.start()]
        depth += between.count("(") + between.count("[") - between.count(")") - between.count("]")
        position = match.start()
        topic = text.startswith("there ", match.end()) and _TOPIC.search(
            text, max(cuts[-1], match.start() - _TOPIC_REACH), match.start() + 1
        )
        held_up = _HELD_UP.search(text, max(cuts[-1], match.start() - 30), match.end())
        if depth <= 0 and not topic and not held_up:
            cuts.append(match.end())
    kinds = contrast(text, start, end)
    if kinds is not None:
        cuts = sorted({kinds.cut, *(cut for cut in cuts if not kinds.cut < cut < kinds.named)})
    own = kinds.cut if kinds is not None else None
    return _whole(text, list(zip(cuts, [*cuts[1:], end], strict=True)), own)


# A statement of its own for all that it leaves out its verb: "had fewer visits (P = .001), and no difference in stay".
_DENIES: Final = caseless(
    rf"(?:and|but) no (?:\w+ly )?(?:significant )?(?:differences?|changes?|effects?) {_OF_WHAT}|{_OPPOSITE}"
)


def _whole(text: str, parts: list[tuple[int, int]], own: int | None) -> list[tuple[int, int]]:
    """Parts without a verb are items of a list and join the part that has it: the next one, else the one before. What denies
    a difference is told by itself, and so is the part that begins at `own`."""
    joined: list[tuple[int, int]] = []
    start, lower = None, folded(text)
    for begin, end in parts:
        start = begin if start is None else start
        if VERB.search(lower, begin, end) or (
            joined and start == begin and (begin == own or _DENIES.match(lower, begin))
        ):
            joined.append((start, end))
            start = None
    if start is not None:
        joined = [*joined[:-1], (joined[-1][0], parts[-1][1])] if joined else [(parts[0][0], parts[-1][1])]
    return joined
