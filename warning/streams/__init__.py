"""Topics of Kafka: what comes from them goes into the ledger, what the ledger decides goes out to them."""
