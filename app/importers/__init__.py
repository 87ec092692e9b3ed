"""Old blogs in: one reader for each format (`detect.open_source` finds it), one runner (`run.Importer`) that writes what they yield."""
