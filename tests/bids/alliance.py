# ruff: noqa: E501  (a table of members, a line each)
"""An alliance of seven invented members in South Yorkshire, and three calls for it."""

import json

MEMBERS = """\
name,charity_number,legal_form,postcode,places,themes,groups,income,accounts_years,unrelated_trustees,policies,experts_by_experience,bid_days,can_lead,past_partners
Riverside Minds,1100001,cio,S1 2HH,Sheffield,peer_support;loneliness,young_people;carers,210000,5,6,safeguarding,2,6,yes,Moor Street Carers
Moor Street Carers,1100002,cio,S60 1AE,Rotherham,loneliness;advice,carers,120000,4,5,safeguarding,1,4,no,Riverside Minds
Barnsley Open Door,1100003,charitable_company,S70 2TA,Barnsley,mental_health;peer_support,young_people,640000,8,7,safeguarding,1,10,yes,
Doncaster Women's Space,1100004,cic,DN1 3NJ,Doncaster,mental_health;trauma,women_and_girls,180000,3,4,safeguarding,2,5,no,
Steel City Youth Trust,1100005,charitable_company,S3 8GG,Sheffield;Rotherham,mental_health;youth_work,young_people,950000,12,9,safeguarding,0,12,yes,
Dearne Listening,1100006,cio,S63 7EW,Barnsley;Doncaster,loneliness;bereavement,older_people;bereaved_people,95000,3,5,safeguarding,1,3,no,
Yorkshire Care Giant,1100007,charitable_company,LS1 4AP,Sheffield;Barnsley;Rotherham;Doncaster,mental_health,young_people;carers,9500000,20,10,safeguarding,0,20,yes,
"""
_SOUTH_YORKSHIRE = ["E08000016", "E08000017", "E08000018", "E08000038", "E08000039"]
YOUNG_MINDS = {
    "title": "Young minds together: partnership fund",
    "text": "South Yorkshire ICB invites partnerships of voluntary organisations to bid for up to £150,000 over two "
    "years for the mental health of young people and unpaid carers. Partnerships of three to six organisations.",
    "url": "https://icb.example.org/young-minds",
    "funder": "South Yorkshire ICB",
    "facts": {
        "deadline": "2027-01-22T12:00", "max_amount": 150000, "areas": _SOUTH_YORKSHIRE,
        "themes": ["mental_health", "peer_support", "loneliness"], "groups": ["young_people", "carers"],
        "partnership": "required", "duration_months": 24,
    },
}  # fmt: skip
SILENT = {
    "title": "Listening well",
    "text": "Applications are invited from voluntary organisations that listen to people who are lonely. Apply for a grant by 4 December 2026.",
    "url": "https://foundation.example.org/listening",
    "funder": "The Larkfield Foundation",
    "facts": {"deadline": "2026-12-04", "areas": _SOUTH_YORKSHIRE, "themes": ["loneliness"]},
}
ROLLING = {
    "title": "Open hands",
    "text": "Grants of up to £60,000 for advice, at any time of the year.",
    "url": "https://foundation.example.org/open-hands",
    "funder": "The Larkfield Foundation",
    "facts": {
        "deadline": "rolling", "max_amount": 60000, "areas": _SOUTH_YORKSHIRE, "themes": ["advice", "loneliness"],
    },
}  # fmt: skip
CALLS = "".join(json.dumps(call) + "\n" for call in (YOUNG_MINDS, SILENT, ROLLING))
