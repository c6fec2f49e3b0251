"""The letter: decided drafts to a Stellungnahme as a Word document in the city's form, and from there to PDF."""
