"""How is money planned, approved, posted and appraised? One verb per function."""
