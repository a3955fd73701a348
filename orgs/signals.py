from django.dispatch import Signal

# Sent inside the transaction, by an admin: what Jenifer may do in their organization is different now.
ai_settings_changed = Signal()
