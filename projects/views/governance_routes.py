"""Which addresses do charter, stages, issues, lessons and closure have?"""

governance = []
