"""Which addresses does the plan have?"""

plan = []
