"""What made the old site: each module knows where one generator keeps things and what addresses it gives."""
