"""Whom the executives know, what they belong to, and on whom the assistants call."""

from datetime import UTC, date, datetime, time, timedelta

from executives.models import ConciergeService, Contact, DirectReport, FamilyMember, Membership
from jenifer.desk.demo.people import House

CONTACTS = (
    ("Katarina Lind", "Partner", "Halden Capital", "k.lind@haldencapital.example", "Stockholm", "vip", 5),
    ("Ines Carvalho", "Chair", "Atlantic Ports", "ines@atlanticports.example", "Lisbon", "partner", 4),
    ("Samuel Reyes", "Head of Enterprise", "Cobalt Cloud", "sales@cobalt.example", "Berlin", "vendor", 2),
    ("Johan Åkerström", "Relations", "Bank of Åland", "johan@bankofaland.example", "Mariehamn", "partner", 4),
    ("Ruth Adeyemi", "Editor", "The Ledger", "press@ledger.example", "London", "other", 3),
    ("Marcus Bell", "Procurement Director", "Kestrel", "marcus@kestrel.example", "Manchester", "client", 4),
    ("Yuki Tanaka", "Managing Director", "Brightwater", "yuki@brightwater.example", "Osaka", "client", 3),
    ("Eleanor Shaw", "Counsel", "Shaw & Pryce", "e.shaw@shawpryce.example", "London", "vendor", 4),
    ("Miguel Ferreira", "", "", "miguel@ferreira.example", "London", "personal", 5),
    ("Amara Okafor", "", "", "amara@okafor.example", "New York", "personal", 5),
)  # fmt: skip
OWN_CONTACTS = {"Miguel Ferreira": "Ana Ferreira", "Amara Okafor": "David Okafor"}
REPORTS = {
    "Ana Ferreira": (
        ("Nora Quist", "Chief of Staff", "Office"),
        ("Felix Brandt", "Communications", "Office"),
    ),
    "David Okafor": (
        ("Ingrid Solberg", "Group Controller", "Finance"),
        ("Peter Lau", "Treasurer", "Finance"),
    ),
    "Lukas Weber": (("Hanna Vogel", "Platform", "Technology"), ("Idris Kaya", "Security", "Technology")),
    "Priya Raman": (("Tomas Hale", "Depots", "Operations"), ("Greta Novak", "Fleet", "Operations")),
}
FAMILY = {
    "Ana Ferreira": (("Miguel Ferreira", "spouse", date(1979, 5, 14)), ("Clara Ferreira", "child", date(2014, 9, 2))),
    "David Okafor": (("Amara Okafor", "spouse", date(1981, 2, 20)), ("Tobi Okafor", "child", None)),
    "Lukas Weber": (("Jutta Weber", "parent", date(1951, 7, 30)),),
    "Priya Raman": (("Arjun Raman", "sibling", date(1986, 11, 8)),),
}  # fmt: skip
MEMBERSHIPS = {
    "Ana Ferreira": (
        ("airlines", "British Airways", "Executive Club", "Gold", 120),
        ("clubs", "The Hospital Club", "", "", 300),
    ),
    "David Okafor": (
        ("airlines", "Delta", "SkyMiles", "Diamond", 200),
        ("lounges", "Priority Pass", "", "Prestige", 25),
    ),
    "Lukas Weber": (
        ("airlines", "Lufthansa", "Miles & More", "Senator", 90),
        ("car_rental", "Sixt", "Sixt Card", "Platinum", 400),
    ),
    "Priya Raman": (("hotels", "Marriott", "Bonvoy", "Titanium", 150),),
}
SERVICES = (
    ("The Delaunay", "restaurant", "Viennese, quiet corner tables", "London", "$$$", "4.6", True, 14),
    ("Rochelle Canteen", "restaurant", "Lunch, small room for eight", "London", "$$", "4.5", True, 9),
    ("Gramercy Tavern", "restaurant", "Client dinners", "New York", "$$$$", "4.7", True, 6),
    ("Park Royal Cars", "transportation", "Drivers by the hour, same three", "London", "$$", "4.8", True, 31),
    ("Hotel Adlon", "hotel", "Corporate rate until March", "Berlin", "$$$$", "4.6", False, 3),
    ("Wild at Heart", "florist", "Same-day before noon", "London", "$$", "4.4", False, 5),
    ("Fortnum & Mason", "gift", "Account 4471, engraves", "London", "$$$", "4.7", True, 11),
    ("Kerb Catering", "catering", "Office lunches up to forty", "London", "$$", "4.2", False, 8),
)


def add_directory(house: House) -> None:
    noon = datetime.combine(house.today, time(12), UTC)
    _add_contacts(house, noon)
    _add_reports(house)
    _add_family(house)
    _add_memberships(house)
    _add_services(house, noon)


def _add_contacts(house: House, noon: datetime) -> None:
    """The organization's, and two of them an executive's own."""
    Contact.objects.bulk_create(
        Contact(
            org_id=house.org_id,
            created_by=house.maya,
            executive=house.executives[OWN_CONTACTS[name]] if name in OWN_CONTACTS else None,
            full_name=name,
            title=title,
            company=company,
            email=email,
            city=city,
            category=category,
            relationship_strength=strength,
            last_contacted_at=noon - timedelta(days=3 * number + 1),
            next_followup_at=noon + timedelta(days=2 * number) if number < 4 else None,
            tags=["board"] if category == "vip" else [],
        )
        for number, (name, title, company, email, city, category, strength) in enumerate(CONTACTS)
    )


def _add_reports(house: House) -> None:
    DirectReport.objects.bulk_create(
        DirectReport(
            org_id=house.org_id,
            executive=house.executives[whose],
            full_name=name,
            title=title,
            department=department,
            email=f"{name.split()[0].lower()}@halden.example",
        )
        for whose, reports in REPORTS.items()
        for name, title, department in reports
    )


def _add_family(house: House) -> None:
    FamilyMember.objects.bulk_create(
        FamilyMember(
            org_id=house.org_id,
            executive=house.executives[whose],
            full_name=name,
            relationship=relationship,
            birthday=birthday,
        )
        for whose, family in FAMILY.items()
        for name, relationship, birthday in family
    )


def _add_memberships(house: House) -> None:
    Membership.objects.bulk_create(
        Membership(
            org_id=house.org_id,
            executive=house.executives[whose],
            category=category,
            provider_name=provider,
            program_name=program,
            tier=tier,
            member_number=f"{1000 + 37 * days}-{days:03}",
            enrolled_at=house.days(-900),
            expires_at=house.days(days),
        )
        for whose, memberships in MEMBERSHIPS.items()
        for category, provider, program, tier, days in memberships
    )


def _add_services(house: House, noon: datetime) -> None:
    ConciergeService.objects.bulk_create(
        ConciergeService(
            org_id=house.org_id,
            created_by=house.maya,
            name=name,
            category=category,
            description=about,
            city=city,
            price_range=price,
            rating=rating,
            is_favorite=is_favorite,
            times_used=times,
            last_used_at=noon - timedelta(days=times),
        )
        for name, category, about, city, price, rating, is_favorite, times in SERVICES
    )
