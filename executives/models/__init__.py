from executives.models.assignment import AssignmentRole, UserExecutiveAssignment
from executives.models.attachment import Attachment
from executives.models.concierge import ConciergeService
from executives.models.contact import Contact
from executives.models.direct_report import DirectReport
from executives.models.executive import ExecutiveProfile
from executives.models.family import FamilyMember
from executives.models.membership import Membership

__all__ = [
    "AssignmentRole",
    "Attachment",
    "ConciergeService",
    "Contact",
    "DirectReport",
    "ExecutiveProfile",
    "FamilyMember",
    "Membership",
    "UserExecutiveAssignment",
]
