"""A page says the same however it was saved."""

from __future__ import annotations

import pytest
from pagecorpus import ADDRESS, STORIES, Story, ways

from pipeline.records import Article
from pipeline.sources.declarations import PageRules
from pipeline.sources.pages import page_article


@pytest.mark.no_cover
@pytest.mark.parametrize(("number", "story"), enumerate(STORIES), ids=[story.author for story in STORIES])
def test_a_page_in_every_encoding(number: int, story: Story) -> None:
    wanted = (story.text, story.title, story.author, story.iso, story.section)
    different = {}
    for way, data, header in ways(story, number):
        *notices, article = page_article(
            data,
            address=ADDRESS,
            declared=header,
            rules=PageRules(),
            retrieved_at="2026-11-27T10:00:00Z",
            source="Η Φανταστική",
            name="α",
        )
        assert isinstance(article, Article)
        found = (article.text, article.title, article.author, article.published_at, article.section)
        if found != wanted or notices:
            different[way] = found, notices
    assert different == {}
