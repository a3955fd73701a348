from django.dispatch import Signal

# Sent inside the transaction, with executive_ids: something on their calendars is different now.
calendar_changed = Signal()
