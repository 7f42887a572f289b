"""`make bench`: what the bot costs, beside what it is built on, in one run on one machine."""
