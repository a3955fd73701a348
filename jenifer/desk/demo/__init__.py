"""An organization to look around in: eight weeks around today, in every table, and a day to mend."""
