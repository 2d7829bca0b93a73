"""The words around a place that say whether it is served, shut out, or only named."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WHO = _words("""
    organisation organisations organization organizations group groups charity charities project
    projects community communities resident residents people adults young children carer carers
    family families women men girls boys patients tenants you your applicant applicants
    application applications apply applying bid bids live lives living work works working
    operate operates operating deliver delivers delivered delivering delivery benefit benefits
    benefiting benefitting available support supports supporting serve serves serving eligible
    open grant grants vcse vcses vcfse vcs vcfs sector partnership partnerships neighbourhood
    neighbourhoods service services activity activities distributed club clubs cic cics
    enterprise enterprises parish parishes schools providers areas area borough boroughs wards
    ward households based located takes taking initiative initiatives schemes volunteers
    villages need needs disadvantaged those anyone individuals businesses homes students parents
    veterans survivors migrants refugees workers youth third funding funds funded spent run
    running
""")
"""Those who apply or are helped, and what is done for them."""
FIRM = _words("aimed must only based eligible open apply applicants restricted limited bid invited")
"""Words of a condition, where others may only tell a story."""
BINDING = _words("must only eligible")
BASE = re.compile(
    r"\b(?:based|located|operat\w+|working|work|benefit\w*|deliver\w*|live|place|serv\w+)\b[^.;]{0,40}$"
)
"""Where an applicant must be based, and not where some partner or event must be."""
FILL = _words("""
    the and or both either all any of at least one part parts area areas around whole rest
    following district districts borough boroughs city cities county counties town towns ward
    wards region metropolitan unitary wider local authority authorities greater inner outer
    central two three four five six seven eight nine ten these places place entire rural urban
    north south east west northern southern eastern western our neighbourhoods localities
    including disadvantaged deprived communities its more particularly especially specifically
    either geographic catchment national
""")
"""Small words between a preposition and its place."""
PLACING = _words("""
    in across throughout within around covering covers cover serving serves serve inside over
    in/across
""")
"""Prepositions of a place where something happens."""
WEAKER = _words("for to near from of")
OF_WHOM = _words("people residents communities citizens charities groups inhabitants needs")
"""Before "of" or "from" these make the place that of the people meant."""
LABEL = re.compile(
    r"\b(?:areas?|lot|locations?|boroughs?|geograph(?:y|ic areas?)|regions?|places?|coverage|"
    r"districts?|where)"
    r"[^:\n.]{0,25}(?::|$)\W*$",
    re.IGNORECASE,
)
"""The label of a cell or line that holds the places."""
PARTS_OF = re.compile(
    r"\b(?:people|residents|districts|boroughs|areas|towns|wards|parts) of (?:the )?$"
)
"""What stands before an office whose area is meant."""
NOT_NEEDED = re.compile(
    r"\b(?:(?:call|visit|ring|meet|find) us|not (?:need|have) to|needn['’]t|not necessarily|"
    r"not limited to|no need to|regardless)\b[^.;,]{0,40}$|"
    r"^\W*Other (?:areas|boroughs|districts|counties|councils|cities|places|regions|towns)\b[^.;]{0,40}$"
)
"""What stands before a place that is no condition."""
FUNDER_BASED = re.compile(
    r"\b(?:managed|run|delivered|administered|led|organised|funded|created|set up|founded|owned|offered|provided) by "
    r"[^.;,]{0,60}\b(?:based|located|headquartered) in (?:the )?$|"
    r"[A-Z][\w’'-]+,? (?:which|who) (?:is|are) (?:based|located|headquartered) in (?:the )?$"
)
"""Who gives the money is there, and not who asks for it."""
PREFERRED = re.compile(
    r"\b(?:priorit\w+|prefer\w*|favour\w*|especially|particularly|bias|keen|encouraged?|emphasis|"
    r"(?:particular |special |strong )?focus on|at least (?:half|a (?:third|quarter)|\d+ ?%) of)\b",
    re.IGNORECASE,
)
"""Words of a wish, where others say who may apply at all."""
PREFERRED_AFTER = re.compile(
    r"[^.;–—-]{0,30}\b(?:are|is|will be|get|have) (?:particularly |especially |strongly |given )?"
    r"(?:priorit\w+|preferred|preference|favoured|encouraged)"
)
ASKS_ELSEWHERE = re.compile(
    r"[^.;]{0,30}\b(?:should|can|must|may|need to)\b[^.;]{0,40}\b(?:contact\w*|through|via|to) their (?:own|local)\b"
)
"""What follows a place whose people have a funder of their own to ask."""
PEOPLE = _words("people adults residents children families carers men women patients tenants")
"""Whose place it is where they stand just before the preposition: no meeting is held there."""
BASED = _words("based located situated headquartered")
AREA_AFTER = re.compile(
    r"(?:['’]s)? (?:area|areas|boundary|boundaries|district|wards?|footprint)\b"
)
APPLICANTS = _words("""
    organisation organisations organization organizations group groups charity charities you
    applicant applicants must be are projects vcse vcses community sector clubs cics enterprises
    they who providers partners or is lead
""")
"""Who may be "based in" a place for it to be the place served."""
MEETING = _words("""
    webinar webinars roadshow roadshows venue briefing drop-in surgery surgeries conference
    workshop office offices contact tel telephone c/o postal
""")
"""Words of a meeting or an address."""
SEAT = _words("headquarters headquartered")
"""Words of where a company sits, which say nothing of a place further on."""
ADDRESS = re.compile(
    r"\b(?:our|postal|email|e-mail|office|contact|this|following|registered|correspondence) address\b"
    r"|\baddress:",
    re.IGNORECASE,
)
"""The noun, and not the verb: groups that address poverty in a place serve it."""
REGISTERED = re.compile(
    r"(?:\b(?:registered|incorporated)(?: (?:charity|company|office)\b[^.;]{0,40})?|\bCommission|"
    r"\b[Ll]aws?|"
    r"\b(?:charity|company|registration) (?:number|no)\b[^.;]{0,30}|\bregulator)"
    r"[ :]*(?:in|of|for|under|with)? ?(?:the )?$",
    re.IGNORECASE,
)
"""What stands before a place in a line that says where a charity or a company is registered."""
NUMBER_AFTER = re.compile(r"\W{0,3}(?:(?:no\.?|number|under|with) ){0,2}(?:SC|NIC)?\s?\d{5,8}\b")
"""A number of the register after a place."""
NAME_AFTER = re.compile(r" (?!(?:and|or)\b)[A-Z]\w+")
"""A capital after a country makes it part of a name: "Wales Air Ambulance"."""
PAST = re.compile(
    r"\b(?:(?<!\bbe )awarded to|(?:grants?|awards?|funding|money|cash) (?:has |have |already )*(?:went|gone) to|"
    r"recipients?|previously (?:funded|supported)|winners?|past projects?|"
    r"last year|"
    r"previous (?:grants?|rounds?|projects?|winners?)|recent (?:awards?|grants?|projects)|"
    r"supported projects|(?:has|have) (?:previously )?(?:funded|"
    r"supported|helped)|"
    r"were (?:funded|supported|awarded)|received|was awarded|for example|e\.g\.|for instance|"
    r"(?:after|follow(?:s|ing)) (?:(?:a|the|its) )?(?:\w+ )?(?:success|pilots?|trials?)\b|"
    r"similar (?:schemes?|funds?)|case stud(?:y|ies)|founded|set up in|born)\b",
    re.IGNORECASE,
)
"""What is said of earlier grants, of examples and of a funder's history."""
PRESENT = re.compile(
    r"\b(?:and|but|now|today|currently|which|that|it|we|to)\b,? (?:now |also |still |currently )?(?:supports?|funds?|"
    r"makes?|helps?|gives?|serves?|covers?|works?|offers?|invites?|(?:is|are) (?:open|for|available))\b|"
    r", (?:the|this|these|we|it|our)\b"
)
"""What turns from a funder's history to what it does."""
PAST_AFTER = re.compile(
    r"[^.;\n]{0,40}\b(?:last (?:year|time)|previously|in the past|(?:are|is|were|was) among the)\b|"
    r"(?! (?:which|that|who)\b)[^.;,\n]{0,30}\b(?:received|won|secured|(?:was|were|has been|have been) "
    r"(?:awarded|given|granted|funded)) (?![^.;]*\b(?:apply|eligible)\b)"
)
SHUT_OUT = re.compile(
    r"\b(?:exclud(?:ing|es?|ed)|except(?:ing)?(?: for)?|(?:the )?exception of|apart from|"
    r"other than|"
    r"but not|not (?:available|open|eligible|able)|(?:cannot|unable to|do(?:es)? not|will not|"
    r"won['’]t|can['’]t|not) "
    r"(?:currently )?(?:fund|cover|support|accept|apply|include|consider|be used)\w*|"
    r"not in(?:cluding)?|not covering)"
    r"(?!\s+(?:only|just|limited))[^.;,:]{0,70}$",
    re.IGNORECASE,
)
"""What stands before a place that is shut out."""
ONLY_OUTSIDE = re.compile(
    r"\b(?:only|open|available|for|benefit\w*|serv\w+|support\w*|based|live|living|working|work|areas?|"
    r"anywhere|groups?|organisations|charities|communities|people)\b(?! travel| trips| activit| events?)"
    r"(?:(?! and outside| or outside)[^.;]){0,30}[ (]outside(?: of)?(?: the)? $",
    re.IGNORECASE,
)
"""Whom the money is for lives outside a place: no trip leads there, and those inside are not meant too."""
OUTSIDE_TOO = re.compile(
    r"[^.;]{0,30}\b(?:may|can|could|might|will|are|is) (?:also |still |now )?"
    r"(?:apply|bid|be (?:considered|accepted)|welcome|eligible|able)\b"
)
"""Who is outside may ask as well: nobody inside is shut out by that."""
UNLESS = re.compile(r"\b(?:unless|except (?:where|if|when))\b[^.;]*$", re.IGNORECASE)
NOT_FUNDED = re.compile(
    r"\b(?:not|never|cannot|can['’]t|won['’]t|don['’]t|unable|exclu\w+|ineligible)\b", re.IGNORECASE
)
"""What the heading of a list says whose lines name what is not funded."""
BULLET = re.compile(r"\s*[•*·▪‣–—-]\s?\w")
NOT_EVEN = re.compile(
    r"(?:\bnot\b|n['’]t\b|\bcannot\b|\bunable\b)[^.;]{0,80}\b(?:not|don['’]t|doesn['’]t|aren['’]t|isn['’]t)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
"""Two that undo each other: "not open to groups that do not work in" a place."""
SHUT_OUT_AFTER = re.compile(
    r"[^.;,]{0,25}\b(?:(?:is|are) (?:not (?:eligible|included|covered|part)|excluded|ineligible)|"
    r"(?:cannot|may not|can['’]t) (?:apply|bid))",
    re.IGNORECASE,
)
"""What follows a place that is shut out."""
SHUT_OUT_WORDS = _words("""
    excluding exclude excludes excluded except excepting exception apart other not cannot unable
    can't can’t won't
""")
SERVED_AFTER = re.compile(
    r"(?: has| have)(?: been)? (?:allocated|given) £|"
    r"(?:['’]s)?(?:[ -](?:wide|based|focused|only|area)\b|[ -](?:\w+[ -]){0,3}?"
    r"(?:residents|communit(?:y|ies)|groups?|charities|organisations|organizations|people|"
    r"families|projects|"
    r"neighbourhoods|voluntary|tenants|carers|patients|schools|wards?|districts|boroughs|VCSEs?|"
    r"VCS)\b)"
)
"""What follows a place whose people or groups are meant: "Sheffield-based", "Leeds residents"."""
FUNDER_AFTER = re.compile(
    r"(?:['’]s?)?(?: (?:[A-Z&][\w&’'-]*|and|of|for|the|in|city|county|borough|district)){0,5}? "
    r"(?:Foundations?|Councils?|council|CVS|MBC|BC|DC|CC|CVA|CVC|Trust|Partnership|Alliance|"
    r"Association|Charity|Action|[Cc]o-op(?:erative)?|Clinical Commissioning [Gg]roups?|"
    r"Authority|Police|PCC|OPCC|"
    r"Commissioner|Board|ICB|ICS|CCG|STP|Mind|Healthwatch|Society|Diocese|Network|Forum|"
    r"Corporation|LPU|Mayor|"
    r"Constabulary|Federation|Connected|VCS|Unit)\b"
)
"""What follows a place in the name of a funder or office."""
PERSON_AFTER = re.compile(
    r",? (?:said|says|who|added|explained|commented|chief|chair|director|leader|cabinet)\b"
)
"""What follows a name of a person."""
FUNDER_BEFORE = re.compile(
    r"(?:Healthwatch|Active|Community Action|Voluntary Action|Age UK|Citizens Advice|Mind in|NHS|"
    r"Community First|"
    r"Connect|Foundation for|Mind|Groundwork|Volunteer Centre|Council for Voluntary Service|"
    r"Diocese of|Bishop of) $"
)
"""What stands before a place in the name of a funder or office."""
SILENT_AFTER = re.compile(
    r"['’]?s? (?:University|College|Hospital|Festival|Airport|Cathedral|Gazette|Post|Echo|Times|"
    r"News|Star|Press|"
    r"Building Society|offices?|headquarters|branch|Marathon|GDPR|Act|law|legislation|"
    r"Estate|Road|Street|Avenue|Lane|Crescent|Terrace|"
    r"bank account|VAT|Visas|Parliament|Evening|Live)\b"
)
"""What follows a place in the name of what serves nobody by it."""
SILENT_BEFORE = re.compile(
    r"(?:University of|HMP|Bishop of|Duke of|Earl of|Bank of|Church of|College|New) $"
)
"""What stands before a place in the name of what serves nobody by it."""
FUND_AFTER = re.compile(
    r"(?:['’]s?)?(?: (?:[A-Z&][\w&’'/-]*|and|of|for|the|in|being)){0,8}? (?:Funds?|Funding|"
    r"Grants?|Programmes?|Schemes?|Awards?|Pot)\b"
)
"""What follows a place in the name of a fund."""
GOVERNMENT = re.compile(r"(?:['’]s?)? (?:Government|Assembly|Executive|Parliament)\b")
"""The government of a nation: it funds that nation, and the United Kingdom's nobody in particular."""
FUNDER_WORDS = _words("foundation trust company firm team staff bank funder trustees employer")
NATIONAL_NAME = re.compile(
    r"(?:(?<![.!?:]) |^|\()(?!The|In|Across|All|And|For|Throughout|From|Of|Communities|Fund|Grants|"
    r"Programme)[A-Z]\w+ $"
)
"""A capital before a country makes it part of a name: "Sport England", "Age UK"."""
SET_APART = re.compile(r"(?:\(| [-–—] |: )$")
"""What sets a country apart in a title: "Helping Carers (Wales)"."""
NAME_BEFORE = re.compile(
    r"(?<=[a-z,;] )(?!The|In|Across|Greater|Royal|Central|Inner|Outer|City|County)[A-Z]\w+ $"
)
"""A capital before a place inside a sentence makes it part of a name."""
NAME_FIRST = re.compile(
    r"^\W*(?!(?:The|In|Across|For|Around|Greater|Central|Inner|Outer|Royal|City|Borough|Town|Visit|Love|Active|"
    r"Healthy|Connect|Safer|Our|Near|From|And|Or|All|Groups|Organisations|Charities|Residents|North|South|East|West|Mid|Support|"
    r"Supporting|Serving|Covering|Community|New|Local|Rural|Upper|Lower|Old|Great|Little|Both|Via|At|To|Of)\b)"
    r"[A-Z][a-z]+ $"
)
"""A capital that begins a sentence before a town makes it part of a longer name: "Carlton Hayes Charity"."""
ADDRESS_BEFORE = re.compile(
    r"(?:Road|Street|House|Hall|Lane|Avenue|Square|Centre|Building|Church|Library|Way|Drive|"
    r"Place|Office|Offices|"
    r"Floor|Park|Court|Gate|Hotel|Hub|Theatre|Museum|School),? $|\d[\w ]{2,30}, $"
)
"""A street or a house before a place makes it an address."""
JOIN = re.compile(
    r"(?:['’]s)?[\s,;/|&+•·*()\-–—:]*(?:(?:and|or|the|also|plus|both|two|three|four|five|six|in|across|of|as well as|"
    r"neighbouring|surrounding|"
    r"nearby|city|county|"
    r"rural|boroughs?|districts?|[Ll]ondon [Bb]oroughs?|City|County|Boroughs?|wider|all|parts|areas?|"
    r"including|namely|"
    r"Wards?|within|regions?)\b[\s,;:(&]*)*"
)
"""What may stand between two places of one list."""
DIRECTION = re.compile(r" (?:(?:and|&) (?:rural|central|mid|north|south|east|west)\w* )?")
"""What stands between a part and its county: "south-east and rural Northumberland"."""
PARTS = re.compile(r"^(?:(?:North|South|East|West)[ -])+")
OTHER_PART = re.compile(r"\b((?:(?:North|South)[ -])?(?:North|South|East|West)) (?:and|or|&) $")
UNKNOWN = re.compile(
    r"(?:, (?:[A-Z][a-z'’-]+(?: |(?=,))){1,3})+(?:, ?)?(?:and |or )?"
    r"(?:(?:rural|parts of|central|inner|outer|greater) )*"
)
"""What stands between two places of one list where names that nobody knows lie between them."""
LONGEST_JOIN = 50
OPENS_LIST = re.compile(
    r"[(:–—]|^['’]s|\b(?:districts|boroughs|councils|towns|wards|cities) of\b|\bnamely\b|\s-\s"
)
"""What opens the list of a place's parts."""
HOME = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Tt]his) (?:(?:whole|local) )?(?:borough|district|county|city|council area|"
    r"(?:Borough|District|County|City) Council)\b"
)
"""What a council says of its own area on its own page."""
SENTENCE_END = re.compile(
    r"[.!?](?=\s+[“\"'(]?[A-Z•\d])|(?<![:,])\n\s*\n|"
    r"(?<![:,])(?<! in)(?<! the)(?<! of)(?<! and)(?<! or)(?<! across)"
    r"\n(?=[•*\-–A-Z])"
)
"""Where a sentence, a line of a table or a bullet ends; a list after a colon goes on."""
