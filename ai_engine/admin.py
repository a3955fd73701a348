from django.contrib import admin

from ai_engine.models import AIConversation, AIEmbedding, AIInsight, AIMessage, AIPattern, Examination
from orgs.staff.model_admin import TenantAdmin


@admin.register(AIInsight)
class AIInsightAdmin(TenantAdmin):
    list_display = ("title", "insight_type", "kind", "priority", "status", "executive", "happens_at")
    list_filter = ("insight_type", "status", "priority", "user_action")
    search_fields = ("title", "description")
    readonly_fields = ("fingerprint", "undo", "evidence", "responded_by", "user_action", "user_action_at")
    date_hierarchy = "created_at"


@admin.register(AIPattern)
class AIPatternAdmin(TenantAdmin):
    list_display = (
        "pattern_key",
        "pattern_type",
        "executive",
        "confidence_score",
        "sample_size",
        "is_active",
    )
    list_filter = ("pattern_type", "is_active")
    search_fields = ("pattern_key",)


@admin.register(AIConversation)
class AIConversationAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("title", "user", "executive", "status", "last_message_at")
    list_filter = ("status",)
    search_fields = ("title",)


@admin.register(AIMessage)
class AIMessageAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("conversation", "role", "model", "tokens_used", "created_at")
    list_filter = ("role", "model")
    search_fields = ("conversation__title",)
    date_hierarchy = "created_at"


@admin.register(AIEmbedding)
class AIEmbeddingAdmin(TenantAdmin):
    """Made from the rows that it points to: to be looked at, without its 1536 numbers."""

    is_read_only = True
    list_display = ("source_type", "source_id", "chunk_index", "model", "created_at")
    list_filter = ("source_type", "model")
    search_fields = ("content_chunk",)
    hidden = ("embedding",)


@admin.register(Examination)
class ExaminationAdmin(TenantAdmin):
    is_read_only = True
    list_display = ("executive", "requested_at", "examined_at")
    search_fields = ("executive__full_name",)
