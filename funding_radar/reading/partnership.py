# ruff: noqa: E501  (tables of patterns are read by the line)
"""What an announcement says of bidding together."""

import re
from collections.abc import Iterator

from db.vocabulary import Field, Partnership
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.text import Document

_TOGETHER = r"(?:partnerships?|consorti(?:um|a)|collaborat(?:ion|ions|ive|ively|e)|joint(?:ly)?|together|alliance)"
_REQUIRED = re.compile(
    r"must (?:\w+ ){0,3}(?:apply|be made|be submitted|bid|work|be delivered|be|include|involve|form|demonstrate)\b[^.;]{0,40}(?:in partnership|as (?:part of )?an? (?:partnership|consortium)|part of a partnership|partnership|consortium|at least (?:two|three|2|3|one other|one partner)|with partners|partners?\b)"
    r"|(?:partnerships?|consorti(?:um|a)|collaborative|joint) (?:applications? |bids? |working |approach )?(?:is|are|will be) (?:a )?(?:required|mandatory|essential|compulsory|necessary|condition|requirement)"
    r"|(?:only|solely) (?:fund|accept|consider|open to|support|for|from)[^.;]{0,40}(?:partnerships?|consorti(?:a|um)|joint (?:bids|applications)|collaborations?)"
    r"|(?:single|individual) (?:organisations?|applicants?|applications?) (?:cannot|can't|may not|are not able to|will not|not)"
    r"|requires? (?:a |at least (?:two|three|2|3) |an? )?(?:partners?\b|partnerships?|consortium|organisations to (?:work|apply) (?:in partnership|together))"
    r"|(?:required|need|needs|have|expected) to (?:apply|work|bid|be delivered|deliver|submit|partner|collaborate|form|demonstrate)[^.;]{0,40}(?:in partnership|as a (?:partnership|consortium)|partnership|consortium|jointly|with (?:at least )?(?:one|two|other|another|a partner))"
    r"|must (?:partner|collaborate|work together|show that they have the support of at least one other)|(?:minimum|at least) (?:of )?(?:two|three|2|3|four|4|one other) (?:or more )?(?:partner|partners|organisations (?:working|applying|in))|in partnership or with the support"
    r"|(?:partnerships|consortia) (?:only|must|should be led|need to be)|(?:applications|bids|proposals) must (?:come )?(?:be )?(?:from|by) (?:a |an )?(?:partnership|consorti|collaborat|group of)|must be led by"
)
_ENCOURAGED = re.compile(
    rf"(?:encourag\w+|welcom\w+|particularly (?:keen|interested|like)|love to (?:see|hear)|prefer\w*|priorit\w+|favour\w*|keen (?:to|on|for)|like to see|especially|strongly|looking for|look for|seek\w*|invit\w+|ideally|desirable|extra (?:points|marks)|additional (?:points|marks)|strengthen\w*|support\w*|build|expect\w*)\b[^.;]{{0,70}}\b{_TOGETHER}\b"
    rf"|\b(?:partnerships?|consorti(?:um|a)|collaborat(?:ion|ions|ive)|joint|work(?:ing)? together)\b[^.;]{{0,50}}(?:encouraged|welcomed?|preferred|prioriti[sz]ed|desirable|favoured|looked on favourably|advantage|an important|valued)"
)
_ALLOWED = re.compile(
    r"(?:joint|consorti(?:um|a)|partnership|collaborative|collaborations?)[^.;]{0,40}(?:bids?|applications?|proposals?)?[^.;]{0,30}(?:accepted|allowed|permitted|eligible|considered|possible|may apply|can apply|are able to apply|acceptable)"
    r"|(?:as|either|be|from) (?:part of )?an? (?:single organisation|individual organisation|single applicant|sole applicant)[^.;]{0,30} or (?:as |part of |in )?(?:an? )?(?:group of|partnership|consorti|collaborat|joint|lead)"
    r"|(?:can|may|could|able to|allowed to|possible to|welcome to|free to)(?: also)? (?:apply|bid|work|submit|be made|collaborate|partner|join)[^.;]{0,40}(?:in partnership|as (?:part of )?an? (?:partnership|consortium)|jointly|together|with (?:other|another|partner)|partners\b|consorti|on behalf of a (?:partnership|consortium))"
    r"|(?:applications|bids|proposals)[^.;]{0,30}(?:from|by) (?:partnerships|consortia|groups of organisations|more than one organisation)|(?:organisations|charities|groups) working (?:together|in partnership) (?:to|can|may|are|on)|if you are (?:applying|bidding|working) (?:as|in|with) (?:part of )?(?:an? )?(?:partner|consorti)|(?:in a|for) partnerships?,? (?:bids|applications|the (?:lead|funding|money))|lead (?:organisation|applicant|partner|body)\b[^.;]{0,60}(?:partner|behalf|consorti)|partnership (?:bids|applications)"
)
_OTHER_MEANING = re.compile(
    r"(?:work(?:s|ing|ed)?|delivered|funded|run|launched|managed|set up|created|established|developed|provided|offered|made available|announced|administered|is|are|fund)(?: \w+){0,2} in (?:close )?partnership (?:with|between)|health (?:and care )?partnership|care partnership|(?:the|a|our|its) [a-z]+ (?:[a-z]+ )?partnership (?:is|has|was|will|launch|manages|board)|said|partnership (?:board|fund|manager|officer|trust|nhs|foundation|agreement between|programme|is launching)|via the|from the"
)
_TRIGGERS = (
    "partner",
    "consorti",
    "collab",
    "joint",
    "together",
    "alliance",
    "single org",
    "group of org",
    "one other",
)


def read_partnership(document: Document) -> Iterator[ReadFact]:
    """Whether bidding together is required, encouraged or allowed: the strongest that is said."""
    if not any(word in document.low for word in _TRIGGERS):
        return
    for level, pattern in (
        (Partnership.REQUIRED, _REQUIRED),
        (Partnership.ENCOURAGED, _ENCOURAGED),
        (Partnership.ALLOWED, _ALLOWED),
    ):
        for span in document.sentences:
            if span.start < document.title_end:
                continue
            match = pattern.search(document.low, span.start, span.end)
            if match is None or _OTHER_MEANING.search(document.low, span.start, span.end):
                continue
            yield ReadFact(
                Field.PARTNERSHIP, level.value, document.quote(match.start(), match.end())
            )
            return
