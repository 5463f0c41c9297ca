"""What an auditor asks of a ledger: that it is whole, what it knew when, and what another rule would have done."""
