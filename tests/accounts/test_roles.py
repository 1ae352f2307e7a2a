"""How roles are named."""

from accounts.roles import Role


def test_a_role_inside_a_sentence_begins_small_unless_it_is_an_abbreviation():
    assert [Role.REVIEWER.inside, Role.BRA_MEMBER.inside] == ["granskare", "BRÅ-ledamot"]
