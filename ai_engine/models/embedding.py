from django.db import models
from pgvector.django import HnswIndex, VectorField

from ai_engine import shapes
from jenifer.db.fields import ShapedJSONField, choice, count, text
from jenifer.db.models import TenantModel, Touched


class SourceType(models.TextChoices):
    MEETING = "meeting"
    TASK = "task"
    CONTACT = "contact"
    NOTE = "note"
    EMAIL = "email"
    KEY_DATE = "key_date"
    APPROVAL = "approval"
    CONCIERGE_SERVICE = "concierge_service"
    BRIEF = "brief"


class AIEmbedding(Touched, TenantModel):
    """A piece of text as a vector, for search by meaning."""

    source_type = choice(SourceType, None)
    source_id = models.UUIDField()
    content_chunk = models.TextField()
    chunk_index = count()
    embedding = VectorField(dimensions=1536, null=True, blank=True)
    metadata = ShapedJSONField(shape=shapes.METADATA, default={})
    model = text(100)
    content_hash = text(64)

    class Meta:
        db_table = "ai_embeddings"
        indexes = [
            models.Index(fields=["source_type", "source_id"], name="idx_ai_embeddings_source"),
            HnswIndex(fields=["embedding"], name="idx_ai_embeddings_vector", opclasses=["vector_cosine_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_type} {self.source_id}"
