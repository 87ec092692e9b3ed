"""Old blogs in: a reader for each format (`detect` finds it), and one runner (`run`) that writes what they yield."""
