"""What readers say of the help, for whoever runs the server."""

from pathlib import Path

from admittance.usecases.ports import Transaction
from admittance.web.help.articles import SLUGS
from admittance.web.times import machine_time
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import look_in


def feedback_text(data_dir: Path, article: str | None, comments: int) -> str | CannotStart:
    """Counts by article and language, then up to `comments` comments of each, the newest first; also while a server
    runs. `article` None is all of them.
    """
    if article is not None and article not in SLUGS:
        return CannotStart(f"there is no such article; there are {', '.join(SLUGS)}")
    articles = SLUGS if article is None else (article,)
    return look_in(data_dir, lambda tx: "\n".join(_lines(tx, articles, comments)))


def _lines(tx: Transaction, articles: tuple[str, ...], comments: int) -> list[str]:
    counts = [row for row in tx.feedback.counts() if row[0] in articles]
    if not counts:
        return ["Nobody has said anything yet."]
    width = max(len(slug) for slug, *_ in counts)
    lines = [f"{slug:{width}}  {language}  helpful {yes}, not helpful {no}" for slug, language, yes, no in counts]
    for slug in dict.fromkeys(slug for slug, *_ in counts):
        for said in tx.feedback.comments(slug, comments):
            verdict = "helpful" if said.helpful else "not helpful"
            words = said.comment.replace("\n", " / ")
            lines.append(f"{machine_time(said.at)}  {slug} ({said.language}), {verdict}: {words}")
    return lines
