"""Who may open what: every path of the site × every role × whose it is, written by hand. The only expectation there is.

Nothing here is taken from the decorators or from the sets of roles in `accounts/roles.py`. `tests/test_access.py` walks
the site and holds it against this table, in which a path without a row fails, as does a row without a path.
`python -m tests.access_table > docs/access.md` prints it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import django

from accounts.roles import Role

#: The columns of the table: nobody signed in, then the roles.
PEOPLE: dict[str, Role | None] = {
    "-": None,
    "r": Role.REPORTER,
    "u": Role.UNIT_COORDINATOR,
    "g": Role.REVIEWER,
    "c": Role.COORDINATOR,
    "p": Role.POLICE,
    "l": Role.POLICE_CHIEF,
    "i": Role.ACTION_OWNER,
    "b": Role.BRA_MEMBER,
    "s": Role.STEERING_GROUP,
    "m": Role.EXTERNAL_RECIPIENT,
    "a": Role.ADMINISTRATOR,
    "d": Role.AUDITOR,
}
ANSWERS = {"x": "opens", "!": "refused", ".": "does not exist", "?": "sign in", "-": "has none"}

#: `x` opens it. `.` does not exist (404): what one may not see. `!` is refused (403): what one may see, but not do.
#: `?` asks to sign in. `-`: somebody of the role has none of the kind. `r` is GET, `w` POST.
#:
#: Where the address names something of a municipality's there are two signs: the first for its own people, the second
#: for those of the neighbour in the same police district, who have asked to act here. To all others it does not exist.
#: Whose it is stands after the name, where it matters: one's `own` report, one by the `unit`'s somebody else, one of
#: an`other` unit, one of another unit still `waiting` for a decision; an activity for which one's own unit answers, or
#: an`other`.
TABLE = """
                                        -  r  u  g  c  p  l  i  b  s  m  a  d
alive                                r  x  x  x  x  x  x  x  x  x  x  x  x  x
ready                                r  x  x  x  x  x  x  x  x  x  x  x  x  x
robots_txt                           r  x  x  x  x  x  x  x  x  x  x  x  x  x
security_txt                         r  x  x  x  x  x  x  x  x  x  x  x  x  x
accessibility                        r  x  x  x  x  x  x  x  x  x  x  x  x  x
personal_data                        r  x  x  x  x  x  x  x  x  x  x  x  x  x
wrong_channel                        r  x  x  x  x  x  x  x  x  x  x  x  x  x
public                               r  x  x  x  x  x  x  x  x  x  x  x  x  x
public_edition                       r  x  x  x  x  x  x  x  x  x  x  x  x  x
public_pdf                           r  x  x  x  x  x  x  x  x  x  x  x  x  x
public closed                        r  .  .  .  .  .  .  .  .  .  .  .  .  .
delivered                            r  x  x  x  x  x  x  x  x  x  x  x  x  x
delivered revoked                    r  .  .  .  .  .  .  .  .  .  .  .  .  .
delivered_pdf                        w  x  x  x  x  x  x  x  x  x  x  x  x  x
delivered_pdf revoked                w  .  .  .  .  .  .  .  .  .  .  .  .  .
choose_language                      w  x  x  x  x  x  x  x  x  x  x  x  x  x
account_login                        rw x  x  x  x  x  x  x  x  x  x  x  x  x
account_logout                       rw x  x  x  x  x  x  x  x  x  x  x  x  x
account_inactive                     r  x  x  x  x  x  x  x  x  x  x  x  x  x
account_reset_password               rw x  x  x  x  x  x  x  x  x  x  x  x  x
account_reset_password_done          r  x  x  x  x  x  x  x  x  x  x  x  x  x
account_reset_password_from_key      rw x  x  x  x  x  x  x  x  x  x  x  x  x
account_reset_password_from_key_done r  x  x  x  x  x  x  x  x  x  x  x  x  x
mfa_authenticate                     rw x  x  x  x  x  x  x  x  x  x  x  x  x
mfa_login_webauthn                   rw x  x  x  x  x  x  x  x  x  x  x  x  x
openid_connect_login                 r  x  x  x  x  x  x  x  x  x  x  x  x  x
openid_connect_callback              r  x  x  x  x  x  x  x  x  x  x  x  x  x
account                              r  ?  x  x  x  x  x  x  x  x  x  x  x  x
sign_out_everywhere                  w  ?  x  x  x  x  x  x  x  x  x  x  x  x
second_step                          r  ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_activate_totp                    rw ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_deactivate_totp                  rw ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_add_webauthn                     rw ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_remove_webauthn                  rw ?  x. .. .. .. .. .. .. .. .. .. .. ..
mfa_view_recovery_codes              r  ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_generate_recovery_codes          rw ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_download_recovery_codes          r  ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_reauthenticate                   rw ?  x  x  x  x  x  x  x  x  x  x  x  x
mfa_reauthenticate_webauthn          rw ?  x  x  x  x  x  x  x  x  x  x  x  x
account_reauthenticate               rw ?  x  x  x  x  x  x  x  x  x  x  x  x
account_change_password              rw ?  x  x  x  x  x  x  x  x  x  x  x  x
account_set_password                 rw ?  x  x  x  x  x  x  x  x  x  x  x  x
home                                 r  ?  x  x  x  x  x  x  x  x  x  x  x  x
search                               r  ?  x  x  x  x  x  x  .  x  x  .  x  .
choose_municipality                  w  ?  x  x  x  x  x  x  x  x  x  x  x  x
map_layers                           r  ?  x. x. x. x. xx xx .. .. .. .. x. ..
report                               rw ?  x  x  x  x  .  .  .  .  .  .  .  .
nothing_to_report                    rw ?  x  x  x  x  .  .  .  .  .  .  .  .
report_receipt own                   r  ?  x  x  x  x  -  -  -  -  -  -  -  -
report_receipt unit                  r  ?  .. .. .. .. .. .. .. .. .. .. .. ..
place_search                         r  ?  x  x  x  x  .  .  .  .  .  .  .  .
point_in_words                       r  ?  x  x  x  x  .  .  .  .  .  .  .  .
screen_text                          w  ?  x  x  x  x  .  .  .  .  .  .  .  .
incidents                            r  ?  x  x  x  x  x  x  .  .  .  .  .  .
incidents_csv                        r  ?  x  x  x  x  x  x  .  .  .  .  .  .
incident own                         r  ?  x  x  x  x  -  -  -  -  -  -  -  -
incident unit                        r  ?  .. x. x. x. xx xx .. .. .. .. .. ..
incident other                       r  ?  .. .. x. x. xx xx .. .. .. .. .. ..
incident waiting                     r  ?  .. .. x. x. .. .. .. .. .. .. .. ..
photo own                            r  ?  x  x  x  x  -  -  -  -  -  -  -  -
photo unit                           r  ?  .. x. x. x. xx xx .. .. .. .. .. ..
photo other                          r  ?  .. .. x. x. xx xx .. .. .. .. .. ..
photo waiting                        r  ?  .. .. x. x. .. .. .. .. .. .. .. ..
answer_completion own                w  ?  x  x  x  x  -  -  -  -  -  -  -  -
answer_completion unit               w  ?  .. !. !. !. !! !! .. .. .. .. .. ..
answer_completion other              w  ?  .. .. !. !. !! !! .. .. .. .. .. ..
review_queue                         r  ?  .  .  x  x  .  .  .  .  .  .  .  .
review own                           r  ?  .  .  x  x  -  -  -  -  -  -  -  -
review other                         r  ?  .. .. x. x. .. .. .. .. .. .. .. ..
review_next                          r  ?  .. .. x. x. .. .. .. .. .. .. .. ..
decide own                           w  ?  !  !  !  !  -  -  -  -  -  -  -  -
decide unit                          w  ?  .. !. x. x. !! !! .. .. .. .. .. ..
decide other                         w  ?  .. .. x. x. !! !! .. .. .. .. .. ..
decide waiting                       w  ?  .. .. x. x. .. .. .. .. .. .. .. ..
correct own                          rw ?  !  !  !  !  -  -  -  -  -  -  -  -
correct unit                         rw ?  .. !. x. x. !! !! .. .. .. .. .. ..
correct other                        rw ?  .. .. x. x. !! !! .. .. .. .. .. ..
mask own                             rw ?  !  !  !  !  -  -  -  -  -  -  -  -
mask unit                            rw ?  .. !. x. x. .. .. .. .. .. .. .. ..
black_out own                        rw ?  !  !  !  !  -  -  -  -  -  -  -  -
black_out unit                       rw ?  .. !. x. x. !! !! .. .. .. .. .. ..
imports                              r  ?  .  .  x  x  .  .  .  .  .  .  .  .
approve_import                       rw ?  .. .. x. x. .. .. .. .. .. .. .. ..
explore                              r  ?  .  .  x  x  x  x  .  .  .  .  .  .
explore_picture                      r  ?  .  .  x  x  x  x  .  .  .  .  .  .
explore_heat                         r  ?  .  .  x  x  x  x  .  .  .  .  .  .
explore_table                        r  ?  .  .  x  x  x  x  .  .  .  .  .  .
explore_year                         r  ?  .  .  x  x  x  x  .  .  .  .  .  .
explore_three_ways                   r  ?  .  .  x  x  x  x  .  .  .  .  .  .
explore_repeats                      r  ?  .  .  x  x  x  x  .  .  .  .  .  .
appendix_add                         w  ?  .. .. !. x. !! !! .. .. .. .. .. ..
appendix_remove                      w  ?  .. .. !. x. !! !! .. .. .. .. .. ..
editions                             r  ?  .  .  x  x  x  x  .  x  x  .  .  .
edition                              r  ?  .. .. x. x. xx xx .. x. x. .. .. ..
edition_status                       r  ?  .. .. x. x. xx xx .. x. x. .. .. ..
edition_pdf full                     r  ?  .. .. x. x. xx xx .. .. .. .. .. ..
edition_pdf generalised              r  ?  .. .. x. x. xx xx .. x. x. .. .. ..
strategic_edition                    r  ?  .. .. x. x. xx xx .. x. x. .. .. ..
strategic_edition_status             r  ?  .. .. x. x. xx xx .. x. x. .. .. ..
strategic_edition_pdf full           r  ?  .. .. x. x. xx xx .. .. .. .. .. ..
strategic_edition_pdf generalised    r  ?  .. .. x. x. xx xx .. x. x. .. .. ..
reporting                            r  ?  .  .  .  x  .  .  .  .  .  .  .  .
police_reported                      r  ?  .  .  x  x  x  x  .  x  x  .  .  .
police_import                        rw ?  .  .  !  x  !  !  .  !  !  .  .  .
police_withdraw                      w  ?  .. .. .. x. .. .. .. .. .. .. .. ..
tertial_create                       w  ?  .  .  !  x  !  !  .  .  .  .  .  .
year_create                          w  ?  .  .  !  x  !  !  .  .  .  .  .  .
edition_draft                        r  ?  .. .. x. x. xx xx .. .. .. .. .. ..
edition_comment                      w  ?  .. .. x. x. xx xx .. .. .. .. .. ..
edition_create                       w  ?  .  .  !  x  !  !  .  .  .  .  .  .
edition_edit                         w  ?  .. .. !. x. !! !! .. .. .. .. .. ..
edition_adopt                        w  ?  .. .. !. x. !! !! .. .. .. .. .. ..
edition_correct                      w  ?  .. .. !. x. !! !! .. !. !. .. .. ..
hot_spot_open                        w  ?  .. .. !. x. !! !! .. !. !. .. .. ..
map_grades                           r  ?  .  .  x  x  x  x  .  .  .  .  .  .
map_bandwidth                        w  ?  .  .  !  x  !  !  .  .  .  .  .  .
rendition_retry                      w  ?  .. .. !. x. !! !! .. !. !. .. .. ..
delivery_resend                      w  ?  .. .. .. x. .. .. .. .. .. .. .. ..
delivery_link                        w  ?  .. .. .. x. .. .. .. .. .. .. .. ..
delivery_revoke                      w  ?  .. .. .. x. .. .. .. .. .. .. .. ..
plan                                 r  ?  .  x  x  x  x  x  x  x  x  .  .  .
activity                             r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
activity_log own                     w  ?  .. x. !. x. x! x! x. !. !. .. .. ..
activity_log other                   w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
occasion_withdraw own                w  ?  .. x. !. x. x! x! x. !. !. .. .. ..
occasion_withdraw other              w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
activity_override                    w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
activity_comparison                  rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
activity_create                      rw ?  .  !  !  x  !  !  !  !  !  .  .  .
activity_edit                        rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
hot_spots                            r  ?  .  x  x  x  x  x  x  x  x  .  .  .
hot_spot                             r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
hot_spot_step                        w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
follow_ups                           r  ?  .  x  x  x  x  x  x  x  x  .  .  .
follow_up                            r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
follow_up_create                     rw ?  .  !  !  x  !  !  !  !  !  .  .  .
follow_up_edit                       rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
promises                             r  ?  .  x  x  x  x  x  x  x  x  .  .  .
promise                              r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
documents                            r  ?  .  x  x  x  x  x  x  x  x  .  .  .
document                             r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
document_create                      rw ?  .  !  !  x  !  !  !  !  !  .  .  .
document_edit                        rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
document_parties                     rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
document_adopt                       rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
document_revise                      w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
document_discard                     w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_create ataganden                rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_create grupper                  rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_create underskrifter            rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_create fokusomraden             rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_create loften                   rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_create aktiviteter              rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part                                 rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
part_remove                          w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
focus_area                           r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
focus_area                           w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
cause                                rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
cause_remove                         w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
dialogues                            r  ?  .  x  x  x  x  x  x  x  x  .  .  .
dialogue_create                      rw ?  .  !  !  x  !  !  !  !  !  .  .  .
dialogue                             r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
dialogue_edit                        rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
costs                                r  ?  .  .  x  x  x  x  .  x  x  .  .  .
cost_create                          rw ?  .  .  !  x  !  !  .  !  !  .  .  .
cost                                 rw ?  .. .. !. x. !! !! .. !. !. .. .. ..
law                                  r  ?  .  .  x  x  x  x  .  x  x  .  .  .
law_record                           rw ?  .  .  !  x  !  !  .  !  !  .  .  .
meetings                             r  ?  .  x  x  x  x  x  x  x  x  .  .  .
meeting_create                       rw ?  .  !  !  x  !  !  !  !  !  .  .  .
meeting                              r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
meeting_edit                         rw ?  .. !. !. x. !! !! !. !. !. .. .. ..
meeting_due                          w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
meeting_hold                         w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
meeting_confirm                      w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
item_add                             w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
item_write                           w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
item_note                            w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
item_move                            w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
item_remove                          w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
item_decide                          w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
resolution_assign                    w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
attend                               w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
attend_as_last_time                  w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
attendance_remove                    w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
paper_order                          w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
papers_status                        r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
paper_pdf                            r  ?  .. x. x. x. xx xx x. x. x. .. .. ..
paper_retry                          w  ?  .. !. !. x. !! !! !. !. !. .. .. ..
settings                             r  ?  .  .  .  x  .  .  .  .  .  .  x  .
places                               r  ?  .  .  .  x  .  .  .  .  .  .  x  .
place_create                         rw ?  .  .  .  x  .  .  .  .  .  .  x  .
place                                rw ?  .. .. .. x. .. .. .. .. .. .. x. ..
recipients                           r  ?  .  .  .  x  .  .  .  .  .  .  x  .
recipient_create                     rw ?  .  .  .  x  .  .  .  .  .  .  x  .
recipient                            rw ?  .. .. .. x. .. .. .. .. .. .. x. ..
school_breaks                        r  ?  .  .  .  x  .  .  .  .  .  .  x  .
school_break_create                  rw ?  .  .  .  x  .  .  .  .  .  .  x  .
school_break                         rw ?  .. .. .. x. .. .. .. .. .. .. x. ..
school_break_remove                  w  ?  .. .. .. x. .. .. .. .. .. .. x. ..
school_breaks_usual                  w  ?  .  .  .  x  .  .  .  .  .  .  x  .
people                               r  ?  .  .  .  .  .  .  .  .  .  .  x  .
person_invite                        rw ?  .  .  .  .  .  .  .  .  .  .  x  .
person                               rw ?  .. .. .. .. .. .. .. .. .. .. x. ..
person_let_go                        rw ?  .. .. .. .. .. .. .. .. .. .. x. ..
person_remind                        w  ?  .. .. .. .. .. .. .. .. .. .. x. ..
person_second_step                   w  ?  .. .. .. .. .. .. .. .. .. .. x. ..
organisations                        r  ?  .  .  .  .  .  .  .  .  .  .  x  .
organisation_create                  rw ?  .  .  .  .  .  .  .  .  .  .  x  .
organisation                         rw ?  .. .. .. .. .. .. .. .. .. .. x. ..
areas                                r  ?  .  .  .  .  .  .  .  .  .  .  x  .
area                                 rw ?  .. .. .. .. .. .. .. .. .. .. x. ..
categories                           r  ?  .  .  .  .  .  .  .  .  .  .  x  .
category_create                      rw ?  .  .  .  .  .  .  .  .  .  .  x  .
category                             rw ?  .. .. .. .. .. .. .. .. .. .. x. ..
category_retire                      rw ?  .. .. .. .. .. .. .. .. .. .. x. ..
category_restore                     w  ?  .. .. .. .. .. .. .. .. .. .. x. ..
rhythm                               rw ?  .  .  .  .  .  .  .  .  .  .  x  .
purging                              rw ?  .  .  .  x  .  .  .  .  .  .  x  .
retention                            rw ?  .  .  .  .  .  .  .  .  .  .  x  .
holds                                rw ?  .  .  .  x  .  .  .  .  .  .  x  .
hold_lift                            rw ?  .. .. .. x. .. .. .. .. .. .. x. ..
purge_records                        r  ?  .  .  .  .  .  .  .  .  .  .  x  x
purge_record_pdf                     r  ?  .. .. .. .. .. .. .. .. .. .. x. x.
my_data                              r  ?  x  x  x  x  x  x  x  x  x  x  x  x
my_data_file                         r  ?  x  x  x  x  x  x  x  x  x  x  x  x
signing_in                           rw ?  .  .  .  .  .  .  .  .  .  .  x  .
event_log                            r  ?  .  .  .  .  .  .  .  .  .  .  .  x
event_log_csv                        r  ?  .  .  .  .  .  .  .  .  .  .  .  x
event_log_days                       r  ?  .  .  .  .  .  .  .  .  .  .  .  x
dispatches                           r  ?  .  .  .  x  .  .  .  .  .  .  x  x
dispatches_csv                       r  ?  .  .  .  x  .  .  .  .  .  .  x  x
edition_register                     rw ?  .. .. .. x. .. .. .. .. .. .. x. ..
public_preview                       r  ?  .  .  .  .  .  .  .  .  .  .  x  .
"""


@dataclass(frozen=True)
class Row:
    """One line of the table; `key` is the path's name, and which of its addresses where the table tells them apart."""

    key: str
    methods: frozenset[str]
    signs: dict[Role | None, str]

    @property
    def name(self) -> str:
        """The path's name."""
        return self.key.split()[0]

    @property
    def is_ours(self) -> bool:
        """Whether the address names something of a municipality's."""
        return len(self.signs[Role.REPORTER]) == 2

    @property
    def openers(self) -> frozenset[Role | None]:
        """To whom of the municipality's own people it opens."""
        return frozenset(person for person, signs in self.signs.items() if signs[0] == "x")

    def expected(self, person: Role | None, *, neighbour: bool = False) -> str:
        """What the answer should amount to, in the words of ANSWERS."""
        return ANSWERS[self.signs[person][1 if neighbour else 0]]


def parse(table: str) -> Iterator[Row]:
    """The rows, in the order they are written. ValueError where a line has too few signs, or of two lengths."""
    columns, *lines = table.strip().splitlines()
    people = [PEOPLE[letter] for letter in columns.split()]
    for line in lines:
        *key, methods = line.split()[: -len(people)]
        signs = dict(zip(people, line.split()[-len(people) :], strict=True))
        if len({len(each) for person, each in signs.items() if person}) != 1:
            raise ValueError(line)
        verbs = frozenset({"r": "GET", "w": "POST"}[letter] for letter in methods)
        yield Row(key=" ".join(key), methods=verbs, signs=signs)


ROWS = list(parse(TABLE))

FOREWORD = """# Who may open what

Printed by `python -m tests.access_table > docs/access.md` from [tests/access_table.py](../tests/access_table.py), which
is written by hand; [tests/test_access.py](../tests/test_access.py) walks every path as every role and holds the site
against it. A new path without a row fails the build.

- **✓** opens. **–** does not exist (404): what one may not see. **403** is refused: what one may see, but not do.
  **in** asks to sign in. An empty cell: somebody of the role has none of the kind.
- Where the address names something of a municipality's, the second sign is for the people of the neighbour in the same
  police district. To everybody else it does not exist, and so it has no sign of its own.
- *own*, *unit*, *other*, *waiting*: one's own report, somebody else's of one's unit, another unit's, another unit's
  that is not decided yet; an activity that one's own unit answers for, or another.
- A person who holds several roles in a municipality may do what any of them may. Municipality and roles stand in the
  page's head and under the account.
"""
SHOWN = {"x": "✓", "!": "403", ".": "–", "?": "in", "-": ""}


def as_markdown() -> str:
    """The table as a page of the documentation, with the roles' Swedish names and the paths."""
    from django.urls import get_resolver

    patterns = get_resolver().reverse_dict
    heads = ["ingen", *(str(role.label) for role in PEOPLE.values() if role)]
    lines = [
        FOREWORD,
        "| path | | " + " | ".join(heads) + " |",
        "|---|---|" + "---|" * len(heads),
    ]
    for row in ROWS:
        [(address, _names), *_others] = patterns.getlist(row.name)[0][0]
        for name in _names:
            address = address.replace(f"%({name})s", f"‹{name}›")
        label = f"`/{address}`" + (f" *{which}*" if (which := row.key.partition(" ")[2]) else "")
        verbs = "/".join(word for verb, word in (("GET", "read"), ("POST", "do")) if verb in row.methods)
        cells = (" ".join(SHOWN[sign] for sign in row.signs[person]) for person in PEOPLE.values())
        lines.append(f"| {label} | {verbs} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(as_markdown(), end="")
