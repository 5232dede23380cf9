"""From a closed week to a bank account: settling, holds, batches, what the bank says."""
