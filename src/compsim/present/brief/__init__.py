"""The brief for leadership and a works council: what is proposed, what it pays to how many, and what is not known."""
