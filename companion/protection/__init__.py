"""From an order, what pages said of it and the time now, to every date at which a right is gained or lost.

Pure: reads rules and the schedule from data files of this package once, and nothing else.
"""
