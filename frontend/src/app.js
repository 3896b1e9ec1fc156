// Progressive enhancement of the pages: each of them works without it, this only shortens the way.
