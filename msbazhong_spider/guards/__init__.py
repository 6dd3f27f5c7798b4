"""What stands between a harvest and a site that is broken, or means harm.

Each module is one guard. What a guard refuses comes to the spider as an error (see ``errors``) and
becomes a row of ``problem``: an answer that is damaged or does not end is never read.
"""
