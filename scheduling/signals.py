from django.dispatch import Signal

# Sent inside the transaction, with executive_ids: something on their calendars is different now.
calendar_changed = Signal()

# Sent inside the transaction: notices to attendees are due after the undo window.
attendees_told = Signal()
