"""The template languages of bodies, turned into plain Markdown and HTML. What is not understood stays as text."""
