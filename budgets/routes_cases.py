"""Which addresses do business cases and benefits have?"""

routes = []
