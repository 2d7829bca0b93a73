"""Input of every kind, damaged at random: taken, or refused in a sentence with nothing written; never a traceback."""
