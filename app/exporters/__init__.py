"""The way out: a whole site as a folder or zip that Hugo builds and Waypost takes back."""
