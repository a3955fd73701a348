"""Files that people bring: their names, what they are by their content, pictures made anew."""
