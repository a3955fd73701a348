from django.dispatch import Signal

# Sent inside the transaction: a connection's turn has come, and a person may be looking at its page.
turn_wanted = Signal()
