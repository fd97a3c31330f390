"""Charts for leads: each is fed by one domain.Chart and leads back to the items behind a bar."""
