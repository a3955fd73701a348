from tasks.models.delegation import Delegation, DelegationStatus
from tasks.models.task import Priority, Task, TaskCategory, TaskStatus

__all__ = ["Delegation", "DelegationStatus", "Priority", "Task", "TaskCategory", "TaskStatus"]
