"""What others' tools say of the pages: axe-core, the Nu HTML checker, Lighthouse; what a page weighs; does it move."""
