from django.dispatch import Signal

# Sent inside the transaction, with executive_ids: their time zone or scheduling rules are different now.
rules_changed = Signal()
