from orgs.models.api import ApiToken, IdempotencyKey
from orgs.models.audit import AuditLog
from orgs.models.delivery import Delivery, DeliveryChannel
from orgs.models.digest import Digest
from orgs.models.feature_flag import FeatureFlag, OrgFeatureOverride
from orgs.models.invitation import Invitation, InvitationStatus
from orgs.models.notification import Notification, NotificationCategory, NotificationType
from orgs.models.organization import Organization, SubscriptionStatus, Tier
from orgs.models.push_subscription import PushSubscription
from orgs.models.related import EntityType
from orgs.models.saved_view import SavedView
from orgs.models.sending import SendingState
from orgs.models.staff_entry import StaffEntry
from orgs.models.user import Role, User

__all__ = [
    "ApiToken",
    "AuditLog",
    "Delivery",
    "DeliveryChannel",
    "Digest",
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
    "PushSubscription",
    "Role",
    "SavedView",
    "SendingState",
    "StaffEntry",
    "SubscriptionStatus",
    "Tier",
    "User",
]
