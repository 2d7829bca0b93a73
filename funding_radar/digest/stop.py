"""Whether someone asks for no more mail, in whatever words: better once too often than once too few.

Words about their own work ("we had to stop our café") are not an order to us, so a verb needs its object:
us, our mail, or nothing else on the line.
"""

import re

_PARTS = {
    "MAIL": r"""(?:e-?mails?|mail(?:s|ings?|shots?)?|messages?|msgs?|digests?|newsletters?|alerts?|updates?
        |letters?|notifications?|list|subscriptions?|communications?|correspondence
        |stuff|rubbish|spam|junk)\b""",
    "THESE": r"(?:these|this|it|them|those)\b",
    "WHICH": r"(?:me|us|my|our|this|the|these|your|any|all|future|further|such|those|more|other|of)\b",
    "NOT": r"(?:no\s+longer|do(?:n['’]?t|\s+not)|never|not|rather\s+not|prefer\s+not)\b",
    "SEND": r"(?:send|sending|e-?mail(?:ing)?|mail(?:ing)?|contact(?:ing)?|writ(?:e|ing)(?:\s+to)?|bother(?:ing)?)\b",
    "BETWEEN": r"(?:(?!forget|hesitate|miss|lead)[\w'’]+\s+)",
    "END": r"(?=\s*(?:$|[.,;:!?)]|please|any\s*more|thank|again|now))",
}

_ALONE = r"""
    ^(?:(?:hi|hello|dear|please|pls|plz|kindly|can\ you|could\ you|just|now|ok|okay|no\ thanks?|thanks?)[\s,.!:;-]*)*
    (?:stop|stopp|unsub\w*|cancel|end|quit|remove|delete|opt[\s-]*out|no\ more|enough|cease|leave|off|halt
      |finish|discontinue|desist|goodbye|no\ (?:e-?)?mails?
      |do(?:\ not|n['’]?t)\ (?:contact|e-?mail|mail|send|want|disturb|write)
      |(?:i|we)\ want\ (?:off|out))
    (?:[\s,.!:;'-]*(?:me|us|it|this|these|that|all|now|please|pls|plz|thanks?|thank\ you|you|already|immediately
      |at\ once|today|asap|list|digest|mails?|emails?|messages?|subscription|everything|the|my|our|stop))*
    [\s.!?]*$
"""

_ORDER = r"""
    # the word itself, with the ways it is misspelt
      \bunsub | \bun-?\s?subs?c?r?i | \bunsus?c | \bopt(?:ing|ed)?\s*(?:me|us)?[\s-]*out\b
    # stop doing it
    | \b(?:stop|cease|desist|quit|discontinue|halt|end)\s+(?:\w+\s+)?(?:<SEND>|messaging|spamming|bombarding)
    | \b(?:stop|cease|discontinue|halt|end|cancel|(?:switch|turn)\s+off)\s+(?:<WHICH>\s+)*(?:\w+\s+)?<MAIL>
        (?!\s+\w+(?:ing|ed)\b)
    | \b(?:stop|cease|discontinue|cancel|(?:switch|turn)\s+off)\s+<THESE><END>
    | \b(?:this|these|it|them|e-?mails?|messages?)\s+(?:to\s+)?(?:stop|end|cease)<END>
    | \b(?:want|wish|like|prefer|ask)\s+to\s+(?:cancel|stop|leave|come\s+off)(?:\s+(?:<MAIL>|<THESE>))?<END>
    | \b(?:switch|turn)\s+<THESE>\s+off\b
    # for a while is a stop too: a person sees to the rest
    | \b(?:pause|suspend)\s+(?:<WHICH>\s+)*(?:<MAIL>|<THESE>)
    # take us away
    | \b(?:remove|take|delete|drop|strike|cross|cut|get|scratch)\s+(?:me|us|(?:my|our)\s+[\w-]+
        |this\s+(?:e-?mail|address|name|organi[sz]ation|account)|the\s+following)\b[^.\n]{0,30}?\b(?:off|from|out)\b
    | \b(?:remove|delete|erase|forget)\s+(?:all\s+)?(?:of\s+)?(?:me\b|us\b|this\s+(?:e-?mail|address)
        |(?:my|our)\s+(?:details|data|name|e-?mail|address))
    | \b(?:remove|delete)\s+from\s+(?:\w+\s+){0,3}?list\b | \benough\s+of\s+(?:your|these|this)\b
    | \b(?:be|get)\s+(?:taken\s+off|removed|deleted|unsubscribed|erased)\b
    | \b(?:come\s+off|off|from|leave|quit)\s+(?:of\s+)?(?:your|this|the)\s+
        (?:(?:mailing|e-?mail|distribution)\s+)?list\b
    # no more of it
    | \bsend\s+(?:me\s+|us\s+)?(?:nothing|no)\s+(?:more|further)\b
    | \b(?:no\s+(?:more|further)|not\s+any\s+more)\s+(?:<WHICH>\s+)*(?:<MAIL>|<THESE>)
    | (?<!will\s)(?<!would\s)\b<NOT>\s+<BETWEEN>{0,3}?<SEND>\s+(?:\w+\s+)?(?:me|us|this|these|any|them|again|more)\b
    | \b<NOT>\s+(?:to\s+)?be\s+(?:contacted|e-?mailed|mailed|written\s+to|sent)\b
    | \b<NOT>\s+(?:use\s+this\s+(?:e-?mail|address)|include\s+(?:me|us))\b
    | \b<NOT>\s+<BETWEEN>{0,3}?(?:want|wish|need|like|care|receive)\b[^.\n]{0,40}?
        \b(?:e-?mails?|messages?|digests?|newsletters?|alerts?|updates?|communications?|hear\s+from\s+you
        |receive\s+(?:these|this|them|any))\b
    | \b<NOT>\s+(?:want|wish|need|get|receive|have)\s+(?:to\s+(?:receive|get|have)\s+)?<THESE><END>
    | \bnot\s+interested\s+in\s+(?:receiving|getting|hearing|these|your|any)\b
    # consent
    | \b(?:withdraw|revok|cancel|end)\w*\s+(?:my|our|this|the)\s+(?:consent|subscription|permission|agreement)\b
    | \bconsent\s+(?:is|has\s+been)\s+(?:withdrawn|revoked)\b
    | \b(?:never|did(?:n['’]?t|\s+not))\s+(?:sign(?:ed)?\s+up|ask(?:ed)?\s+for\s+(?:this|these|your)
        |agreed?\s+to\s+(?:this|these)|subscribed?|consent(?:ed)?)\b
    | \bright\s+to\s+(?:be\s+forgotten|erasure|object)\b | \bobject\s+to\s+(?:\w+\s+)?processing\b
    # temper
    | \bleave\s+(?:me|us)\s+alone\b | \bgo\s+away\b | \blose\s+(?:my|our)\s+(?:address|e-?mail)\b
"""

_KEEP = r"\b(?:don['’]?t|do\ not|never)\s+(?:ever\s+)?(?:stop|unsubscribe|remove|cancel)\b"

_NOT_THEIRS = r"""
    # said to whoever reads it, as in the foot of a mail
      \bto\s+(?:stop|unsubscribe|opt\s+out)\b[^.\n]{0,80}?\b(?:reply|click|press|follow|send|visit|write|e-?mail)\b[^\n]*
    | \bif\s+you\s+(?:no\s+longer|do(?:n['’]?t|\s+not)|wish|want|would|prefer)\b[^.\n]{0,160}
    # someone else's list
    | \bunsub\w*\s+from\s+(?:the|their|a|an|another)\s+(?:[\w-]+\s+){0,2}[\w-]+['’]s\b
"""

_SEE_TO = r"\b(?:pause|suspend|died|passed\s+away|bereavement|until|alerts?\s+only)\b"

_ERASE = r"""
    \b(?:erase|delete|remove|destroy)\b[^.\n]{0,30}\b(?:data|details|information|records?|everything)\b
    | \bright\s+to\s+(?:be\s+forgotten|erasure)\b | \bforget\s+(?:me|us)\b
"""


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, part in _PARTS.items():
        pattern = pattern.replace(f"<{name}>", part)
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_alone, _order, _keep, _erase = map(_compiled, (_ALONE, _ORDER, _KEEP, _ERASE))
_not_theirs, _see_to = map(_compiled, (_NOT_THEIRS, _SEE_TO))


def asks_to_stop(subject: str, own: str) -> bool:
    """Whether the subject or the sender's own words ask for no more mail.

    >>> asks_to_stop("Re: 3 calls", "Please take us off your list"), asks_to_stop("", "We had to stop our café")
    (True, False)
    """
    return _is_order(_without_re(subject)) or _is_order(own)


def asks_to_erase(own: str) -> bool:
    """Whether they also ask that what is known of them be deleted: a person sees to that."""
    return bool(_erase.search(own))


def needs_a_person(own: str) -> bool:
    """Whether there is more to do than to stop: a pause that ends, or somebody who died."""
    return asks_to_erase(own) or bool(_see_to.search(own))


def _is_order(text: str) -> bool:
    text = _not_theirs.sub(" ", text)
    if _keep.search(text):
        return False
    line = " ".join(text.split())
    if _order.search(line) or _alone.match(line):
        return True
    return any(_alone.match(clause.strip()) for clause in re.split(r"[.,;:!?\n]", text))


def _without_re(subject: str) -> str:
    return re.sub(r"^(?:\s*(?:re|fwd?|aw|sv)\s*:)+\s*", "", subject, flags=re.IGNORECASE)
