# ruff: noqa: E501  (a row of a table is one line)
"""What an item is about: what is no open call must never become one."""

import pytest

from db.vocabulary import Kind
from funding_radar.reading import Item, read


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        (Kind.OPEN_CALL, "Small grants", "Groups can now apply for grants of up to £500. Closing date 3 May 2026."),
        (Kind.OPEN_CALL, "Fund", "Round One has closed. Round Two is now open, with a deadline of 4 March 2026."),
        (Kind.OPEN_CALL, "Fund reopens", "The fund has reopened for applications of up to £2,000."),
        (Kind.OPEN_CALL, "Grant fund", "Apply for up to £1,000. The fund will close once all the money is allocated."),
        (Kind.CLOSED_CALL, "CLOSED | Small grants", "Groups can apply for grants of up to £500."),
        (Kind.CLOSED_CALL, "Small grants", "Applications are now closed. Grants of up to £500 were available."),
        (Kind.CLOSED_CALL, "Small grants (closed)", "How to apply: use the form."),
        (Kind.CLOSED_CALL, "Warm hubs", "We are no longer accepting applications for this fund."),
        (Kind.COMING_CALL, "Peer support fund", "The fund will open in September. More details will follow."),
        (Kind.COMING_CALL, "Opening soon: arts grants", "Grants of up to £1,000 for choirs."),
        (Kind.AWARD_NEWS, "Charities share £90,000", "Twelve charities have been awarded a share of £90,000."),
        (Kind.AWARD_NEWS, "Club receives lottery grant", "The club is delighted to have received £9,800. The money will be used for kit."),
        (Kind.AWARD_NEWS, "Successful applicants announced", "We are pleased to announce the 14 successful projects, awarded grants of up to £5,000."),
        (Kind.DIGEST, "Funding newsletter: June", "Fund A gives grants of up to £500. Fund B closes on 3 July."),
        (Kind.DIGEST, "5 funding opportunities for June", "Arts Fund: up to £500, closes 3 July 2026."),
        (Kind.EARLY_SIGNAL, "Cabinet decision: grants programme", "Cabinet agreed: to approve a proposed budget of £1.4m for voluntary sector grants."),
        (Kind.EARLY_SIGNAL, "Market engagement: talking therapies", "This is preliminary market engagement, not a call for competition."),
        (Kind.OTHER, "Grants officer", "Salary £28,000. Job description and person specification attached. Closing date 3 May 2026."),
        (Kind.OTHER, "State of the sector survey", "Our survey found that 44% of charities said grants never covered costs."),
        (Kind.OTHER, "Have your say", "The consultation on our grants policy closes on 3 May 2026."),
    ],
)  # fmt: skip
def test_the_kind_is_told_from_its_words(kind: Kind, title: str, text: str) -> None:
    assert read(Item(title=title, text=text)).kind is kind


@pytest.mark.parametrize(
    "ending",
    ["has been awarded £5,000", "received £5,000 from the fund", "were handed £5,000 grants"],
)
def test_news_of_awards_has_no_limits(ending: str) -> None:
    reading = read(
        Item(title="Groups celebrate awards", text=f"A group in the town {ending}. Well done!")
    )

    assert reading.kind is Kind.AWARD_NEWS
    assert not {"max_amount", "total_pot"} & {name.value for name in reading.facts}


@pytest.mark.parametrize(
    ("kinds", "title", "text"),
    [
        ({Kind.AWARD_NEWS}, "£1.2 million boost for county's mental health charities", "More than 40 organisations across the county are to share £1.2 million from the NHS mental health investment fund. The projects, chosen from 96 bids, include a men's shed and a crisis café."),
        ({Kind.AWARD_NEWS}, "Lottery cash for village hall", "The village hall committee is celebrating after securing £9,950 from the National Lottery Awards for All programme. The grant will pay for a new kitchen."),
        ({Kind.AWARD_NEWS}, "Our latest grants", "In our March round trustees approved 23 grants totalling £187,450. Recipients include Mind in the City (£10,000), Age UK (£8,500) and the Youth Café (£5,000)."),
        ({Kind.AWARD_NEWS}, "Community grants 2024/25: who we funded", "See the list of projects funded this year. 31 groups received between £250 and £2,000."),
        ({Kind.AWARD_NEWS}, "Thank you to our funders", "We are grateful to the Community Foundation for its grant of £5,000, which has let us run weekly peer support sessions since January."),
        ({Kind.AWARD_NEWS, Kind.OTHER}, "Impact of the wellbeing fund", "An evaluation of the fund found that 86% of people taking part felt less lonely. Since 2019 the fund has invested £2.3m in 140 projects."),
        ({Kind.DIGEST}, "Funding opportunities, week of 3 March", "BBC Children in Need: project costs up to £30,000, no deadline. Comic Relief: £1,000-£5,000, closes 21 March. Tesco Stronger Starts: up to £1,500, rolling."),
        ({Kind.DIGEST}, "June e-bulletin", "In this issue: new funding from the Foundation; volunteers' week; training dates; a grant for gardens closes 30 June."),
        ({Kind.DIGEST}, "Where to find grants for your community group", "Awards for All: grants of £300 to £20,000.\nGarfield Weston Foundation: £1,000 to £100,000 for registered charities.\nPeople's Postcode Trust: up to £25,000, opens twice a year."),
        ({Kind.EARLY_SIGNAL}, "Decision notice: Community Chest 2025/26", "Decision: that the Executive Member approves the criteria for the Community Chest and delegates awards up to £1,000 to officers. Reasons for decision: to support local groups."),
        ({Kind.EARLY_SIGNAL}, "Minutes of the Health and Wellbeing Board, 4 March 2025", "Resolved: that £150,000 be set aside for a small grants scheme for VCSE organisations, subject to the budget."),
        ({Kind.EARLY_SIGNAL}, "Prior information notice: community mental health hubs", "The Trust gives notice of its intention to procure community mental health hubs in 2026. This notice is not a call for competition."),
        ({Kind.EARLY_SIGNAL, Kind.COMING_CALL}, "Mayor promises new fund for youth clubs", "The Mayor has announced plans to create a £3m fund for youth clubs if the budget is approved in February."),
        ({Kind.EARLY_SIGNAL, Kind.OTHER}, "Budget consultation 2026/27", "We propose to reduce the voluntary sector grants budget from £1.4m to £1.1m. The consultation closes on 12 January."),
        ({Kind.CLOSED_CALL}, "Winter Support Fund", "This fund has now closed. Thank you to everyone who applied. Successful applicants will hear by 14 February."),
        ({Kind.CLOSED_CALL}, "Arts grants", "Applications closed on 30 September 2024 and we are not accepting late submissions."),
        ({Kind.CLOSED_CALL, Kind.COMING_CALL}, "Grants programme", "We are currently closed for applications. Our next round opens in April."),
        ({Kind.CLOSED_CALL}, "[CLOSED] Digital inclusion fund", "Up to £5,000 per organisation. Deadline: 5pm, 3 May 2024."),
        ({Kind.CLOSED_CALL}, "Emergency grants", "Due to very high demand the programme is closed to new applications."),
        ({Kind.COMING_CALL}, "New grants on the way for carers' groups", "We are finalising the details of a new £100,000 fund for carers' groups, which will be launched next month. Sign up for alerts."),
        ({Kind.COMING_CALL}, "Main grants: next round", "The next round will open on 1 September and close on 15 October. Guidance will be published in August."),
        ({Kind.COMING_CALL}, "Get ready for the Community Energy Fund", "Applications will open later this spring. Check now that your organisation has the documents it needs."),
        ({Kind.OTHER}, "Five top tips for a strong funding bid", "Read the guidance, answer the question asked, and show the need. Funders receive hundreds of applications and have to turn most down."),
        ({Kind.OTHER}, "Funding fair, 14 May", "Meet funders from across the region at our free event. Stalls from 10am; book your place on Eventbrite. Lunch provided."),
        ({Kind.OTHER}, "Charity Commission publishes new guidance on reserves", "Trustees should review how much money their charity holds. The guidance applies to charities with an income over £25,000."),
        ({Kind.OTHER}, "Community Development Worker (part-time)", "£26,421 pro rata, 18 hours a week, fixed-term contract. To apply, send your CV by noon on 4 April. Interviews on 15 April."),
        ({Kind.OTHER}, "Volunteer drivers wanted", "Can you spare two hours a week? We pay 45p a mile. Call us on 0114 496 0000 for an application form."),
        ({Kind.OTHER}, "Grant monitoring form guidance", "Grantholders must return the end of grant report within one month of the project ending. Attach receipts for items over £100."),
        ({Kind.OTHER}, "Who we are", "The Foundation was set up in 1987 by the will of a local mill owner. Its five trustees meet quarterly. In 2023 its assets stood at £14m."),
        ({Kind.OTHER}, "Charities warn of funding cliff edge", "Nearly half of charities providing mental health services say contracts do not cover costs, according to a survey of 300 leaders."),
        ({Kind.OTHER}, "Privacy notice for grant applicants", "We use the data on your application form to assess your bid and to prevent fraud. We keep it for seven years."),
        ({Kind.OTHER, Kind.EARLY_SIGNAL}, "Grants policy 2025-2028", "This policy sets out how the council makes grants, its principles, and the roles of members and officers."),
        ({Kind.OPEN_CALL}, "Community Matters Fund", "Our fund supports grassroots projects. Who can apply? Charities and community groups in the borough. What can you apply for? Between £500 and £3,000. How do I apply? Complete the form."),
        ({Kind.OPEN_CALL}, "Have you got a project that needs cash?", "If your group has an idea that would bring neighbours together, we want to hear from you! Cash grants of up to £500. Send us your idea by 31 May 2026."),
        ({Kind.OPEN_CALL}, "Tender: provision of befriending services", "Bids are sought from suitably qualified organisations for a befriending service. Contract value £210,000. Tenders due 12 noon, 6 March 2026."),
        ({Kind.OPEN_CALL}, "Invitation to quote: evaluation of peer support", "Quotations are invited for an evaluation (budget £18,000). Return quotes by 5pm on 9 April 2026."),
        ({Kind.OPEN_CALL}, "Expressions of interest: Age Well community partners", "We are looking for community partners to host Age Well sessions and will pay £2,400 each. EOIs by 20 June 2026."),
        ({Kind.OPEN_CALL}, "Second chance to apply for wellbeing grants", "The deadline for wellbeing grants has been extended to 30 April 2026 after strong interest. Up to £4,000 is available for each group."),
        ({Kind.OPEN_CALL}, "Fund for young carers now open", "A new £80,000 fund to support young carers opened today. Groups have six weeks to apply for up to £8,000."),
        ({Kind.OPEN_CALL}, "Grants of up to £10,000 for warm spaces", "The council's cabinet member for communities, Cllr Jane Poole, said: \"I encourage all groups to apply.\" Applications close on 3 November 2025."),
        ({Kind.OPEN_CALL}, "Small Sparks", "Small Sparks gives up to £250 to groups of neighbours. There's no long form: just tell us your idea. Past projects received cash for a pizza oven and a choir."),
        ({Kind.CLOSED_CALL}, "Neighbourhood fund", "The fund has now been withdrawn for the rest of the year. Grants of up to £1,000 were available to groups throughout the year."),
        ({Kind.CLOSED_CALL}, "Community funds", "There are currently no active community funds. When there are, a fund is open to voluntary groups and gives between £500 and £1,000."),
        ({Kind.CLOSED_CALL}, "Events grants", "We will not be accepting any more applications for the next couple of months, but are always open to hearing about your plans."),
        ({Kind.CLOSED_CALL}, "Applying for funds", "The Trustees have decided to pause all consideration of new applications. Our application process may restart next year."),
        ({Kind.OPEN_CALL, Kind.OTHER}, "Questions about our grants", "Who can apply? Charities with an income under £1m. Do you fund abroad? We are not currently accepting applications for overseas work. Grants are up to £30,000."),
        ({Kind.COMING_CALL}, "Small grants", "The Trust gives small grants of up to £5,000. Applications will next open in January 2031. To apply, your organisation must be a charity. Criteria and the application form are below. We do not accept applications at other times."),
        ({Kind.OTHER}, "Meet the Funders", "Groups are invited to apply for a place at our Meet the Funders day on 30 March, where they will hear from the Arts Council and the Lottery. Places are limited: fill in an application by 4 February 2026."),
        ({Kind.OTHER}, "Hall committee bids for a manager", "The committee has submitted a grant application to the Coalfields Trust for a part-time manager. If the grant application is successful the post will last a year."),
        ({Kind.OTHER}, "Search for a new chair of the lottery funder", "The search for a new chair has begun. Applications opened on 10 January with a deadline of 7 February 2024. First interviews are expected in April. The fund made 14,000 grants last year."),
        ({Kind.AWARD_NEWS}, "Carers support service", "Award. The council has concluded the award phase for its carers support service. The procurement used an open procedure; a standstill period ends on 23 December 2025."),
        ({Kind.AWARD_NEWS}, "£1.5m lottery backing for lifeline schemes", "Four projects are today sharing over £1.5 million. The winner will offer a rolling programme of courses."),
        ({Kind.AWARD_NEWS}, "Awards for All and awareness week", "This month 39 communities received grants totalling £305,206. A carers' centre will use £5,000 for young carers."),
        ({Kind.OTHER}, "Discretionary grants 'confusing', say charities", "Research by a newspaper found that councils have awarded charities £17m. A request under freedom of information asked all councils; the fund closed in September."),
        ({Kind.EARLY_SIGNAL}, "Leisure services", "The council invites interested parties to take part in a supplier engagement exercise. It is engaging with the market to explore options and has not decided how to deliver the service."),
        ({Kind.OPEN_CALL}, "Carers support service", "The council and the ICB seek to procure a carers service (named the Informal Carers Service during early market engagement). Suppliers may bid for one or more lots. Tender submission deadline: 12:00 on 26 April 2026."),
        ({Kind.OPEN_CALL}, "Village grants", "The Parish Council can make grants towards projects of village groups. Grants cannot be made for running costs. The Council will normally ask groups for applications in November."),
        ({Kind.DIGEST}, "Funding Round Up", "Co-op Dividend Fund accepting applications: up to £5,000, by 27 July 2018.\nVeolia Trust accepting applications: £10,000 to £75,000."),
        ({Kind.DIGEST}, "Well, that was a week", "I can at least share some news that landed this morning:\nGreen Recovery Fund: Round Two. Charities can bid for £50,000 or more. Deadline 14 April 2021.\nYouth Centre Fund – England: deadline 31 March 2021, for charities that run youth centres."),
        ({Kind.DIGEST}, "Funding", "The Anning Charitable Trust\nGrants for registered charities. Current status: open for applications. Maximum: £20,000.\nJoan and Saul Bright Foundation\nGrants for charities in the UK. Current status: open for applications."),
        ({Kind.DIGEST}, "Funder news", "Sports Council launches fund. Awards between £300 and £10,000.\nHealth Foundation extends its deadline to 22 July 2020."),
        ({Kind.DIGEST}, "Money for healthy hearts, and other good causes", "A round up of funding opportunities, with grants for heart projects and for young women.\nThe Hill Trust has opened its programme for 2031. Grants of £60,000 are available."),
        ({Kind.DIGEST}, "In Touch (April 2031, Edition 1)", "Bags of help is still open for applications. Grants of up to £2,000.\nThe Vale Foundation is fully operational and takes applications."),
        ({Kind.OPEN_CALL}, "Funding Alert: Cost of Living Fund launches", "You can apply for between £10,000 and £75,000 for costs until 31 March 2032.\nClosing date: 12 noon on 16 October 2031"),
        ({Kind.AWARD_NEWS, Kind.OTHER}, "Community fund enables hall refit", "A village hall has upgraded its kitchen thanks to the district's community fund. The committee applied for a grant this year. The fund was set up for local groups to apply for part of a £300,000 pool. The committee is very grateful to the council for its grant."),
        ({Kind.AWARD_NEWS}, "1,500 charity recipients of the cost of living fund revealed", "The government has published the names of the 1,500 charities to which it awarded £71m. Charities that gave out food were eligible to apply."),
        ({Kind.AWARD_NEWS}, "Welfare service", "Award\nThe Board has successfully completed the tender for the service. It was awarded through a direct award process; the contract was formally awarded on 11 March 2025. Value £386,702."),
        ({Kind.COMING_CALL, Kind.EARLY_SIGNAL}, "Update on the pot pledged for charities", "The department said that grants will be made in the coming year. It aimed to open applications for the £100m pot this summer, while finalising criteria."),
        ({Kind.OTHER}, "Report of the trustees and financial statements", "Report of the trustees for the year ended 31 March 2022. The trustees present their report. Grants received in the year were £210,000."),
        ({Kind.OPEN_CALL}, "Grants for organisations", "The Town Council sets money aside for organisations of the town. Applications are considered at the June and December meetings and must be submitted by 15 May and 15 November respectively."),
        ({Kind.OPEN_CALL}, "Health trust funding open in the town until 11 July", "Article date\n19 June 2031\nGrants of between £5,000 and £25,000 a year. The programme is open in the following areas: the town and the vale (application deadline, 11 July, 1pm)."),
        ({Kind.CLOSED_CALL}, "Living well grant fund", "The board had made funding available to voluntary groups. What funding was available? Applications for round two closed on 31 August 2022, for grants of up to £25,000."),
        ({Kind.OPEN_CALL}, "Shared prosperity: community hubs", "The council has been awarded funding by government; £600,000 is for local spaces. We are looking for organisations across the district that would benefit from it. Who can apply? Groups with a constitution."),
        ({Kind.OPEN_CALL, Kind.COMING_CALL}, "Recovery fund to help groups", "A first round of applications, of up to £500, will open in the next few weeks. Several windows, each open for six weeks, are planned through until January/February 2032."),
        ({Kind.AWARD_NEWS}, "Unfolding programme", "The programme supports volunteers, 1 July 2025 to 30 June 2027. Current stage: Award. Notice type: UK7 contract details notice. Submission deadline: 3 June 2025. Award date: 29 Jun 2025. Tender status: complete."),
        ({Kind.OPEN_CALL}, "Thriving places offers grants for a second year", "The foundation works with the council to offer grants of up to £3,000 for halls. Last year the fund awarded more than £64,000 to 23 charities; among the recipients was a fridge, awarded £1,379."),
        ({Kind.OPEN_CALL}, "Community activity grants", "The programme is seeking to support groups in two places. Grants of up to £10k are available. Most will go to organisations who have not previously received a grant from us."),
        ({Kind.AWARD_NEWS}, "Delight as pantry secures £78,000", "The charity is one of 76 groups celebrating a share of £4.6 million. The latest grant will let it grow."),
        ({Kind.CLOSED_CALL}, "Festivals grant, round 2", "Closed\nDeadline\nThe deadline was midnight on Sunday 10 March 2024.\nWho can apply: charities and community groups. Who is not eligible to apply: individuals."),
        ({Kind.CLOSED_CALL}, "Small Grants Programme", "The Small Grants programme is now closed. The Movement Fund is now open to applications. A bid under way can be sent up to 5pm on 22 July 2024. Funding was between £300 and £15,000."),
        ({Kind.CLOSED_CALL}, "Grants for people in crisis", "All available funds for this financial year have now been utilised. We make small grants of up to £250. Only agencies can apply."),
        ({Kind.CLOSED_CALL}, "Active places", "Our funding programme is currently closed. Start by seeing if we are open for funding in your area. In order to apply you need to be eligible."),
        ({Kind.OPEN_CALL}, "It's not too late to apply for a grant", "The latest round of the Local Places Fund is open for applicants until Friday 24 May 2024. Groups can apply for up to £500."),
        ({Kind.OPEN_CALL}, "Covid recovery fund", "The partners have a total pot of £1.04 million for voluntary organisations to work together. This fund is intended to help with health inequalities."),
        ({Kind.DIGEST}, "Youth Alliance May funding gazette", "Welcome to this edition. We can search for funds for you and check your bids."),
        ({Kind.OPEN_CALL, Kind.DIGEST}, "Grants from the Community Foundation", "We manage several funds. Use one form to apply and we will match you. Grants range from £500 to £10,000. Deadlines: 1 February, 1 June and 1 October each year."),
    ],
)  # fmt: skip
def test_items_of_every_kind_are_told_apart(kinds: set[Kind], title: str, text: str) -> None:
    assert read(Item(title=title, text=text)).kind in kinds


@pytest.mark.parametrize(
    "url", ["https://a.example/2030/11/18/fund", "https://a.example/news/2030/nov/fund"]
)
def test_a_call_that_opens_after_its_page_is_coming(url: str) -> None:
    text = "The fund will open on 11 January next year and gives grants of up to £2,500. It opens in January 2031, with a closing date at the end of March."

    assert read(Item(title="Supporting communities", text=text, url=url)).kind is Kind.COMING_CALL


def test_a_call_that_says_it_is_open_is_not_coming() -> None:
    text = "The fund will open for applications on Friday 22nd May 2030. The form is now available. Charities can apply for up to £5,000."

    reading = read(
        Item(title="Support fund is now open", text=text, url="https://a.example/2030/05/fund")
    )

    assert reading.kind is Kind.OPEN_CALL
