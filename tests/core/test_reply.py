from __future__ import annotations

from app.core.reply import Block, Reply


def test_blocks_are_put_in_front_and_behind_in_order_and_the_reply_stays_as_it_was() -> None:
    reply = Reply((Block("answer", "b"),), intent="home-entry")
    longer = reply.led_by(Block("greeting", "a")).followed_by(Block("notice", "c"), Block("notice", "d"))
    assert [block.text for block in longer.blocks] == ["a", "b", "c", "d"]
    assert longer.intent == "home-entry"
    assert [block.text for block in reply.blocks] == ["b"]
