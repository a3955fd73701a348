from orgs.models.api import ApiToken, IdempotencyKey
from orgs.models.audit import AuditLog
from orgs.models.feature_flag import FeatureFlag, OrgFeatureOverride
from orgs.models.invitation import Invitation, InvitationStatus
from orgs.models.notification import Notification, NotificationCategory, NotificationType
from orgs.models.organization import Organization, SubscriptionStatus, Tier
from orgs.models.related import EntityType
from orgs.models.user import Role, User

__all__ = [
    "ApiToken",
    "AuditLog",
    "EntityType",
    "FeatureFlag",
    "IdempotencyKey",
    "Invitation",
    "InvitationStatus",
    "Notification",
    "NotificationCategory",
    "NotificationType",
    "OrgFeatureOverride",
    "Organization",
    "Role",
    "SubscriptionStatus",
    "Tier",
    "User",
]
