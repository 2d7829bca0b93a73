# ruff: noqa: E501  (tables of patterns are read by the line)
"""What an item is about: an open call, or one of the many things that read like one."""

import re
from dataclasses import dataclass

from db.vocabulary import Kind
from funding_radar.reading.text import Document

_FUND = r"(?:funds?|funding|grants?|programmes?|schemes?|rounds?|applications?|call|portal|opportunity|window)"

_CALL = (
    (4, r"\b(?:how|who|when|where) (?:to|can|could) apply|apply (?:now|here|online|today|by|before|via|using)|to apply\b|can (?:now )?(?:apply|bid)\b|(?:are |is )?(?:now )?(?:invited|welcome|urged|encouraged) to (?:apply|bid|submit)|applications? (?:are |is )?(?:now )?(?:open|invited|welcome|sought)|(?:is|are|now) (?:now )?(?:open|accepting|inviting|seeking|looking)\b[^.;]{0,30}(?:applications|proposals|bids|for applications|to applications|expressions of interest)|(?:may|must|should|could|need to) apply|apply for|bid for|in order to apply"),
    (3, r"(?:closing|application|submission) (?:date|deadline)|deadline\b|(?:applications?|bids|proposals)[^.;]{0,30} (?:must|should|need to) be|last date|applications? (?:close|for (?:up to|this|both|these)|submitted|will be (?:assessed|considered|accepted))|application (?:form|pack|process|guidance)"),
    (3, r"(?:grants?|funding|awards?|donations) (?:of |are |is )?(?:available|between|from|range|of up to|up to)|(?:maximum|minimum) (?:grant|award|amount)|grant (?:size|range)|funding size|up to £|(?:looking|want|aim|able) to (?:fund|support)|small grants\b"),
    (3, r"eligib(?:le|ility)|criteria\b|who can (?:and cannot )?apply|cannot apply|can apply|not eligible|open to\b|what we (?:fund|will fund)|we (?:fund|support|will fund)|(?:do|does) not fund|available (?:to|for) (?:constituted|voluntary|community|charities|vcse|local|groups|organisations)"),
    (2, r"guidance notes|application|priorit(?:y|ies)|not[- ]for[- ]profit organisations?|constituted|governing document|bank account|must be a\b"),
)  # fmt: skip
_CLOSED = re.compile(
    rf"(?:{_FUND}|we|it|this|this (?:fund|grant|programme|round)|funding round|round (?:one|two|three|\d)|deadline)(?: for [^.;£]{{0,40}})?(?: (?:is|are|has|have|was|were))?(?: now| currently| already| officially)? (?:closed|ended|passed|finished)\b(?! (?:on (?:the )?\d|by|to (?:the public|large|capital)))"
    rf"|(?:no longer|not currently|not) (?:accepting|taking|open (?:to|for)|receiving|inviting|able to accept)(?: any)?(?: new| further| more)? ?(?:applications|bids|proposals)?"
    rf"|thank you to all (?:those |of those )?who (?:took the time to )?appl|all (?:the )?(?:funds|funding|money) (?:has|have) (?:now )?been (?:allocated|awarded|spent)|fully (?:subscribed|allocated|committed)|status:? ?closed|closed to (?:new )?applications|please do not apply"
)
_CLOSED_TITLE = re.compile(
    r"\bclosed\b(?! (?:door|group))|now closed|\[closed\]|\(closed\)|no longer (?:available|open)"
)
_COMING = re.compile(
    rf"(?:next|new|second|third|future|further|\d\w\w) (?:{_FUND} )?(?:of [^.;]{{0,50}} )?(?:will|is due to|is expected to|are expected to|due to|to) (?:\w+ )?(?:re-?open|open|launch|be launched|be announced|start|begin)"
    rf"|(?:{_FUND}|it|we|they|which)[^.;£]{{0,60}} (?:will|is due to|is expected to|are due to|is set to|plans? to|due to) (?:\w+ )?(?:re-?open|open|launch|be launched|go live|be available|be open|be opening)\b"
    r"|opening soon|coming soon|launching soon|opens? soon|launching in|opening in (?:early |late |mid-?|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december|20)|to be launched|watch this space|register your interest|delayed until|more (?:details|information) (?:will be|to) (?:available|follow|published|announced)(?: in due course)?|closing date:? (?:to be confirmed|tbc|tba)|not yet open|will open\b|opens? in (?:spring|summer|autumn|winter|early|late|january|february|march|april|may|june|july|august|september|october|november|december)|status:? ?(?:coming soon|upcoming|opening soon|forthcoming)|planned procurement|future opportunity|are you ready for"
)
_AWARDED = (
    (5, r"(?:has|have|had) (?:now |been |already |just |all )*(?:been )?(?:awarded|shared|handed|celebrat\w+|benefit(?:t?ed)?|secured)\b[^.;]{0,80}(?:£|grants?|funding|projects|share)|(?:projects?|groups|organisations|charities)[^.;]{0,50} (?:have |has |were |was |will )?(?:been )?(?:receiv(?:e|ed|ing)|awarded|set to (?:benefit|receive|share)|share of|funded|granted)"),
    (5, r"(?:delighted|pleased|proud|thrilled) (?:to (?:announce|award|have (?:been )?(?:awarded|received|secured))|that)|successful (?:projects|applicants|organisations|bids|recipients|groups)(?: (?:are|include|were|have|will))?|(?:grant|award|funding) (?:recipients|winners|holders)|list of (?:all )?(?:the )?(?:awards|grants|recipients|successful)|awards? (?:made|list)|grants? (?:awarded|made)|awarded (?:to|over|more|a|£|grants|funding)|(?:was|were|been) awarded"),
    (4, r"(?:cash|funding|grant|lottery|£[\d,.]+\w*) (?:boost|windfall|lifeline)|boost for|set to benefit|celebrat\w+|winners?\b|has been (?:given|granted)|receives? £|awarded\b|benefit(?:t?ed|ing)? from (?:a |the )?(?:share|grants?|funding)|thanks to (?:a |the )?(?:£|grant|funding|national lottery)|said:"),
)  # fmt: skip
_AWARD_TITLE = re.compile(
    r"award(?:ed|s) (?:to|£|of|a|grants|funding|over|more)|awarded\b|receiv(?:e|es|ed)\b|(?:boost|windfall|lifeline)\b|winners?\b|recipients|benefit(?:s|ed)? from|share (?:of )?£|shares? in|to share|successful|celebrat|grants? made|grants awarded|gets?\b|secur(?:e|es|ed)\b|handed|helps?\b[^.]{0,30}thanks|funded projects"
)
_DIGEST = re.compile(
    r"digest|round-?up|bulletin|newsletter|funding (?:news|opportunities|updates?|alert|insight|finder|list|calendar)|(?:latest|current|new|this week's|weekly|monthly) (?:funding|grants|opportunities)|(?:\d+|two|three|four|five|six|seven|ten) (?:\w+ ){0,2}(?:funding opportunities|funds|grants|funders)|e-?news|sources of funding|grants? (?:list|available|for community groups:)"
)
_SIGNAL = (
    (6, r"\bcabinet\b|committee (?:approves?|agreed|resolved|report|decision|decided|meeting)|decision(?: made|:| notice| details)|leader's decision|agenda item|\bminutes\b|resolved\b|report of the|delegated (?:power|authority|decision)|executive (?:member|director|decision)|scrutiny|recommendations?:|full council|moderngov"),
    (6, r"pipeline|prior information|preliminary market|market (?:engagement|sounding|test\w*|consultation|warming)|soft market|early engagement|request for information|\brfi\b|future (?:opportunity|tender|procurement)|intend(?:s|ed)? to (?:procure|commission|tender|launch)|consultation (?:on|about)|proposed (?:budget|fund|programme|grant)|plans? to (?:launch|set up|create|establish|commission)|approval (?:for|of)|approv(?:e|ed|es) (?:the|a|plans|funding|use)"),
)  # fmt: skip
_OTHER = (
    (9, r"salary|hours per week|job (?:description|title)|person specification|post title|(?:we are recruiting|vacanc(?:y|ies)|curriculum vitae|\bcvs?\b|pro rata|annual leave|fixed[- ]term contract|line manag)"),
    (6, r"\b(?:research|survey|report|analysis|study|findings|statistics|evaluation) (?:\w+ ){0,3}(?:reveals?|shows?|finds?|found|published|suggests?|launched|findings)|according to|% (?:said|of (?:charities|respondents|organisations))|respondents|inflation|freedom of information|information request|\bfoi\b|legal basis|analysis:|opinion|case study|blog"),
    (5, r"toolkit|hints and tips|tips (?:for|on)|how to write|writing (?:a )?(?:good |successful |winning )?(?:bids?|funding applications)|training (?:course|session|day)|conference|webinar|podcast|book your place|annual (?:report|review)|obituary|appointed|privacy policy|terms of reference|says \w+|consultant|guide to"),
)  # fmt: skip

_WEIGHED = {
    name: tuple((points, re.compile(pattern)) for points, pattern in rows)
    for name, rows in {"call": _CALL, "award": _AWARDED, "signal": _SIGNAL, "other": _OTHER}.items()
}


@dataclass(frozen=True, slots=True)
class KindRead:
    """A kind with the words that say it; no words where only their absence does."""

    kind: Kind
    quote: str = ""


def read_kind(document: Document, *, funds: int, dated: bool, sized: bool) -> KindRead:
    """What an item is about.

    ``funds`` counts the calls found in the text, ``dated`` and ``sized`` say whether a deadline and a size of grant
    were read.
    """
    low, title = document.low, document.low[: document.title_end]
    call, _ = _weight(document, "call")
    call += 3 * dated + 3 * sized
    award, award_quote = _weight(document, "award")
    signal, signal_quote = _weight(document, "signal")
    other, other_quote = _weight(document, "other")
    closed = _CLOSED_TITLE.search(title) or _CLOSED.search(low)
    coming = _COMING.search(low)
    if _AWARD_TITLE.search(title):
        award += 6
    digest = _DIGEST.search(title)
    if (funds >= 2 and (digest or funds >= 4)) or (
        digest and _DIGEST.search(low, document.title_end) and "one post per fund" in low
    ):
        return KindRead(Kind.DIGEST, title)
    if closed and (closed.start() < document.title_end or not _reopened(low)):
        return KindRead(Kind.CLOSED_CALL, document.quote(closed.start(), closed.end()))
    if signal >= 6 and signal >= call - 2 and not dated:
        return KindRead(Kind.EARLY_SIGNAL, signal_quote)
    if (other >= 9 and other > call - 6 and other > award) or other > call + 2:
        return KindRead(Kind.OTHER, other_quote)
    if award >= 8 and award > call and not dated:
        return KindRead(Kind.AWARD_NEWS, award_quote)
    if coming and not dated and _comes(document, coming.start(), call):
        return KindRead(Kind.COMING_CALL, document.quote(coming.start(), coming.end()))
    if call >= 3:
        return KindRead(Kind.OPEN_CALL)
    if award >= 4:
        return KindRead(Kind.AWARD_NEWS, award_quote)
    return KindRead(Kind.OTHER, other_quote)


def _weight(document: Document, name: str) -> tuple[int, str]:
    """The points of a row of tables: each row counts up to twice, words in the title twice as much."""
    total, quote = 0, ""
    for points, pattern in _WEIGHED[name]:
        for times, match in enumerate(pattern.finditer(document.low)):
            if times == 2:
                break
            total += (
                points * 2
                if match.start() < document.title_end
                else points
                if times == 0
                else points // 2
            )
            quote = quote or document.quote(match.start(), match.end())
    return total, quote


def _reopened(low: str) -> bool:
    """Whether a part that is closed stands beside one that is open."""
    return (
        re.search(
            r"(?:now|is|are|re-?)\s?open(?:ed)?\b|still (?:open|accepting)|round (?:two|2|three|3)[^.;]{0,30} open|has re-?opened",
            low,
        )
        is not None
    )


def _comes(document: Document, place: int, call: int) -> bool:
    """Whether the opening still to come is of this call, and not of its next round."""
    sentence = document.sentence_at(place)
    words = document.low[sentence.start : sentence.end]
    return call < 14 or "next round" not in words
