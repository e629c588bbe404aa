"""What does the project cost, what is it worth, and where does each number come from?"""
