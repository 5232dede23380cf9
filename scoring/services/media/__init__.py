"""How videos' files get to us: sent or linked to, checked, kept, and removed when their time is up.

A `Submission` goes waiting → fetching → received, or failed or withdrawn. Each step is a
compare-and-swap on its row, so two workers, a second run and a kill at any moment do no harm.
"""
