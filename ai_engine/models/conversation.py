from django.db import models

from ai_engine import shapes
from jenifer.db.fields import ShapedJSONField, choice, now, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import TENANT, owner_alone

IN_OWN = f"{TENANT} AND conversation_id IN (SELECT id FROM ai_conversations)"


class ConversationStatus(models.TextChoices):
    ACTIVE = "active"
    ARCHIVED = "archived"


class AIConversation(Touched, TenantModel):
    """One person's talk with Jenifer; nobody else reads it."""

    wall = owner_alone()

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="conversations", db_index=False)
    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="+"
    )
    title = text()
    status = choice(ConversationStatus, ConversationStatus.ACTIVE)
    last_message_at = now()

    class Meta:
        db_table = "ai_conversations"
        indexes = [
            models.Index("user", models.F("last_message_at").desc(), name="idx_ai_conversations_recent")
        ]

    def __str__(self) -> str:
        return self.title


class MessageRole(models.TextChoices):
    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"


class AIMessage(TenantModel):
    """One message of a conversation; append-only."""

    wall = {"select": IN_OWN, "insert": IN_OWN, "definer": "SELECT"}

    conversation = models.ForeignKey(
        AIConversation, models.DB_CASCADE, related_name="messages", db_index=False
    )
    role = choice(MessageRole, None, max_length=20)
    content = models.TextField()
    tool_calls = ShapedJSONField(shape=shapes.TOOL_USES, default=[])
    tool_results = ShapedJSONField(shape=shapes.TOOL_USES, default=[])
    model = text(100)
    tokens_used = models.IntegerField(null=True, blank=True)

    class Meta:
        db_table = "ai_messages"
        indexes = [models.Index(fields=["conversation", "created_at"], name="idx_ai_messages_conversation")]

    def __str__(self) -> str:
        return self.content[:80]
