"""How to get into the demo: all that the running product knows of it."""

ADMIN = "jonas@halden.example"
ASSISTANT = "maya@halden.example"
SECOND_ASSISTANT = "oskar@halden.example"
STAFF = "sam@jenifer.example"
PASSWORD = "a-day-at-the-desk"
