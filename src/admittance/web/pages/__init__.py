"""Page models: each holds everything its template shows, so a page can be rendered and looked at without a server."""
