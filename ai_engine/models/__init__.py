from ai_engine.models.conversation import AIConversation, AIMessage
from ai_engine.models.embedding import AIEmbedding
from ai_engine.models.examination import Examination
from ai_engine.models.insight import AIInsight, InsightStatus, InsightType, Response
from ai_engine.models.pattern import AIPattern

__all__ = [
    "AIConversation",
    "AIEmbedding",
    "AIInsight",
    "AIMessage",
    "AIPattern",
    "Examination",
    "InsightStatus",
    "InsightType",
    "Response",
]
