"""Who is answered what: a row for each method and endpoint, a column for each person.

200, 303: they may. 401, 302: the sign-in page, carrying what was typed or where one was going. 403: they may know of
it, but it is for others. 404: they may not know of it. "+": rows change. "@" marks a second address of an endpoint.

The address leads to the circle "quiet", which is for participants only; "@open" to the public one.
"""

from typing import NamedTuple

from tests.rights.tables.world import ROLES


class Row(NamedTuple):
    """What each role is answered, and whether that changes rows."""

    method: str
    endpoint: str
    variant: str
    answers: dict[str, tuple[int, bool]]


def _row(line: str) -> Row:
    method, endpoint, *rest = line.split()
    variant = rest.pop(0) if rest[0].startswith("@") else ""
    answers = [(int(word.rstrip("+")), word.endswith("+")) for word in rest]
    return Row(method, endpoint, variant, dict(zip(ROLES, answers, strict=True)))


# The columns are ROLES: chika is a member outside of the circle, botan takes part in it, aki organises it, emi is an
# editor and ado an administrator. Chika keeps the rota, too.
_TABLE = """
                                                      visi chik bota aki  emi  ado
GET  accounts.set_up                                  302  302  302  302  302  302
GET  accounts.sign_in                                 200  302  302  302  302  302
POST accounts.create_organization                     303  303  303  303  303  303
POST accounts.create_session                          303+ 303+ 303+ 303+ 303+ 303+
POST accounts.delete_session                          303  303+ 303+ 303+ 303+ 303+

GET  actions.edit                                     302  404  200  200  404  404
GET  actions.edit_decision                            302  404  200  200  404  404
GET  actions.index                                    302  404  200  200  404  404
GET  actions.index_mine                               302  200  200  200  200  200
GET  actions.new                                      302  404  200  200  404  404
POST actions.create                                   401  404  303+ 303+ 404  404
POST actions.create_decision_drop                     401  404  303+ 303+ 404  404
POST actions.create_done                              401  404  303+ 303+ 404  404
POST actions.create_drop                              401  404  303+ 303+ 404  404
POST actions.create_in_meeting                        401  404  303+ 303+ 404  404
POST actions.create_in_note                           401  404  303+ 303+ 404  404
POST actions.delete_decision_drop                     401  404  303+ 303+ 404  404
POST actions.delete_done                              401  404  303+ 303+ 404  404
POST actions.update                                   401  404  303+ 303+ 404  404
POST actions.update_decision                          401  404  303+ 303+ 404  404

GET  alerts.index                                     302  200  200  200  200  200
GET  alerts.index_intakes                             302  200  403  403  403  200
GET  alerts.new                                       302  200  200  200  200  200
GET  alerts.new_import                                302  200  403  403  403  200
GET  alerts.new_intake                                302  200  403  403  403  200
GET  alerts.show_group                                302  200  200  200  200  200
POST alerts.create                                    401  303+ 303+ 303+ 303+ 303+
POST alerts.create_acting                             401  403  303+ 303+ 403  403
POST alerts.create_authorized_firings                 401  401  401  401  401  401
POST alerts.create_decision                           401  403  303+ 303+ 403  403
POST alerts.create_firings                            415  415  415  415  415  415
POST alerts.create_import                             401  303+ 403  403  403  303+
POST alerts.create_intake                             401  303+ 403  403  403  303+
POST alerts.create_name                               401  303  303+ 303+ 303  303
POST alerts.delete_acting                             401  403  303+ 303+ 403  403
POST alerts.delete_intake                             401  303+ 403  403  403  303+
POST alerts.delete_name                               401  403  303+ 303+ 403  403
POST alerts.preview_import                            401  422  403  403  403  422
POST alerts.preview_intake                            401  422  403  403  403  422
POST alerts.update_settings                           401  303+ 403  403  403  303+
POST alerts.update_token                              401  303+ 403  403  403  303+

GET  audit.index                                      302  403  403  403  403  200
GET  audit.show_circle                                302  404  403  200  404  404
GET  audit.show_circle_file                           302  404  403  200  404  404
GET  audit.show_file                                  302  403  403  403  403  200

GET  calendars.show                                   200  200  200  200  200  200
GET  calendars.show_circle                            404  404  404  404  404  404
GET  calendars.show_circle @open                      200  200  200  200  200  200
GET  calendars.show_meeting                           404  404  200  200  404  404
GET  calendars.show_duty                              200  200  200  200  200  200
GET  calendars.show_team_duty                         200  200  200  200  200  200
GET  calendars.show_mine                              200  200  200  200  200  200
GET  calendars.show_my_circle                         200  200  200  200  200  200
GET  calendars.index                                  302  200  200  200  200  200
POST calendars.create_renewal                         401  404  303+ 303+ 404  404

GET  chat.index_circle                                302  404  403  200  404  404
GET  chat.index_team                                  302  403  403  403  403  200
GET  chat.show                                        302  404  200  200  404  404
POST chat.create_for_circle                           401  404  403  303+ 404  404
POST chat.create_for_team                             401  403  403  403  403  303+
POST chat.create_test                                 401  404  403  303+ 404  404
POST chat.delete                                      401  404  403  303+ 404  404

GET  circles.edit                                     302  404  403  200  404  404
GET  circles.edit_rhythm                              302  404  403  200  404  404
GET  circles.index_unorganized                        302  403  403  403  403  200
GET  circles.index                                    200  200  200  200  200  200
GET  circles.new                                      302  200  200  200  200  200
GET  circles.new_book                                 302  404  403  200  404  404
GET  circles.new_study                                302  200  200  200  200  200
GET  circles.people                                   302  404  200  200  404  404
GET  circles.show                                     404  404  200  200  404  404
GET  circles.show_chapters                            302  404  404  200  404  404
GET  circles.show_schedule                            302  404  404  200  404  404
GET  circles.show @open                               200  200  200  200  200  200
POST circles.create                                   401  303+ 303+ 303+ 303+ 303+
POST circles.create_invitation                        401  404  403  303+ 404  404
POST circles.create_lookup                            401  404  404  404  404  404
POST circles.create_organizer                         401  404  403  303+ 404  404
POST circles.create_stand_in                          401  403  403  403  403  303+
POST circles.create_study                             401  303+ 303+ 303+ 303+ 303+
POST circles.delete_invitation                        401  404  403  303+ 404  404
POST circles.delete_organizer                         401  404  403  303+ 404  404
POST circles.delete_person                            401  404  403  303+ 404  404
POST circles.edit_book                                401  303+ 303+ 303+ 303+ 303+
POST circles.new_chapters                             401  303+ 303+ 303+ 303+ 303+
POST circles.new_schedule                             401  303+ 303+ 303+ 303+ 303+
POST circles.update                                   401  404  403  303+ 404  404
POST circles.update_rhythm                            401  404  403  303+ 404  404
POST circles.update_state                             401  404  403  303+ 404  404

GET  delivery.edit_preferences                        302  200  200  200  200  200
GET  delivery.index                                   302  200  200  200  200  200
GET  delivery.show_unsubscription                     200  200  200  200  200  200
POST delivery.create_opening                          401  404  303+ 404  404  404
POST delivery.create_unsubscription                   303+ 303+ 303+ 303+ 303+ 303+
POST delivery.update                                  401  404  303+ 404  404  404
POST delivery.update_all                              401  303  303+ 303  303  303
POST delivery.update_preferences                      401  303+ 303+ 303+ 303+ 303+

POST demo.create                                      401  403  403  403  403  303

GET  desk.index                                       302  403  403  403  200  403
POST desk.create_consultation                         401  403  403  403  404  403
POST desk.create_consultation @open                   401  403  403  403  303+ 403
POST desk.create_keeping                              401  403  403  403  404  403
POST desk.create_keeping @open                        401  403  403  403  303+ 403
POST desk.create_review_nudge                         401  403  403  403  303  403
POST desk.create_scribe_nudge                         401  403  403  403  404  403
POST desk.create_scribe_nudge @open                   401  403  403  403  303  403
POST desk.create_slot                                 401  403  403  403  303+ 403
POST desk.delete_slot                                 401  403  403  403  303+ 403
POST desk.delete_keeping                              401  403  403  403  404  403
POST desk.delete_keeping @open                        401  403  403  403  303+ 403
POST desk.update                                      401  403  403  403  303+ 403

GET  email_changes.edit                               302  403  200  403  403  403
GET  email_changes.new                                302  200  200  200  200  200
POST email_changes.create                             401  303+ 303+ 303+ 303+ 303+
POST email_changes.delete                             401  303  303+ 303  303  303
POST email_changes.update                             401  403  303+ 403  403  403

GET  design.index                                     302  403  403  403  403  200

GET  health.alive                                     200  200  200  200  200  200
GET  health.metrics                                   200  200  200  200  200  200
GET  health.ready                                     200  200  200  200  200  200

GET  home.index                                       200  200  200  200  200  200
POST home.create_first_steps                          401  303  303  303  303  303
POST home.create_membership                           401  303+ 303  303  303+ 303+
POST home.delete_first_steps                          401  303+ 303+ 303+ 303+ 303+

GET  invitations.edit                                 200  200  200  200  200  200
GET  invitations.index                                302  403  403  403  403  200
POST invitations.create                               401  403  403  403  403  303+
POST invitations.create_account                       303+ 303+ 303+ 303+ 303+ 303+
POST invitations.delete                               401  403  403  403  403  303+
POST invitations.update                               401  403  403  403  403  303+

GET  mail.show                                        302  403  403  403  403  200
POST mail.create_test                                 401  403  403  403  403  303+
POST mail.delete                                      401  403  403  403  403  303+
POST mail.delete_all                                  401  403  403  403  403  303+
POST mail.update                                      401  403  403  403  403  303+
POST mail.update_all                                  401  403  403  403  403  303+

GET  meetings.attendance                              302  404  403  200  404  404
GET  meetings.attendance_csv                          302  404  403  200  404  404
GET  meetings.edit                                    302  404  403  200  404  404
GET  meetings.edit_chapter                            302  404  403  200  404  404
GET  meetings.edit_date                               302  404  403  200  404  404
GET  meetings.edit_thought                            302  404  200  404  404  404
GET  meetings.index_presenters                        302  200  200  200  200  200
GET  meetings.index_thoughts                          404  404  200  200  404  404
GET  meetings.loads                                   302  404  403  200  404  404
GET  meetings.index_checkins                          302  200  200  200  200  200
GET  meetings.new                                     302  404  403  200  404  404
GET  meetings.show_claim                                  200  200  200  200  200  200
POST meetings.create_claim                                303+ 303+ 303+ 303+ 303+ 303+
GET  meetings.new_absence                             302  404  200  200  404  404
GET  meetings.new_cancellation                        302  404  403  200  404  404
GET  meetings.new_checkin                             302  404  200  200  404  404
GET  meetings.new_decision                            302  404  403  200  404  404
GET  meetings.new_wiping                              302  403  403  403  403  404
GET  meetings.new_wiping @open                        302  403  403  403  403  200
GET  meetings.people                                  302  404  200  200  404  404
GET  meetings.people @open                            302  200  200  200  200  200
GET  meetings.people_csv                              302  404  403  200  404  404
GET  meetings.show                                    404  404  200  200  404  404
GET  meetings.show @open                              200  200  200  200  200  200
GET  meetings.show_attendance                         302  404  200  200  404  404
GET  meetings.show_checkin_code                       302  404  403  200  404  404
GET  meetings.show_agenda                                 302  404  200  200  404  404
GET  meetings.show_projector                              302  404  200  200  404  404
GET  meetings.show_end                                    302  404  200  200  404  404
GET  meetings.show_own_record                         302  200  200  200  200  200
GET  meetings.links                                       302  404  200  200  404  404
POST meetings.create_link                                 401  404  303+ 303+ 404  404
POST meetings.delete_link                                 401  404  303+ 303+ 404  404
POST meetings.move_link                                   401  404  303+ 303+ 404  404
GET  meetings.new_proposal                                302  404  200  403  404  404
POST meetings.accept_proposal                             401  404  303  303+ 404  404
POST meetings.create_proposal                             401  404  303  403  404  404
POST meetings.decline_proposal                            401  404  303  303+ 404  404
POST meetings.delete_proposal                             401  404  303+ 303  404  404
POST meetings.accept_assignment                       401  404  303+ 404  404  404
POST meetings.create                                  401  404  403  303+ 404  404
POST meetings.create_absence                          401  404  303+ 303+ 404  404
POST meetings.create_asking                           401  404  403  303  404  404
POST meetings.create_asking_for_all                   401  404  403  303+ 404  404
POST meetings.create_cancellation                     401  404  403  303+ 404  404
POST meetings.create_cover_request                    401  404  403  303  404  404
POST meetings.create_decision                         401  404  403  303  404  404
POST meetings.create_checkin                          401  404  303  303  404  404
POST meetings.create_division                         401  404  403  303+ 404  404
POST meetings.create_guest                            401  404  403  303+ 404  404
POST meetings.create_like                             401  404  303+ 303+ 404  404
POST meetings.create_move                             401  404  403  303+ 404  404
POST meetings.create_participation                    401  404  303  303  404  404
POST meetings.create_person                           401  404  403  303+ 404  404
POST meetings.create_postponement                     401  404  403  303+ 404  404
POST meetings.create_read_tick                        401  404  303  303+ 404  404
POST meetings.create_restoration                      401  404  303+ 404  404  404
POST meetings.create_signup                           401  404  303  303  404  404
POST meetings.create_suggestion                       401  404  403  303+ 404  404
POST meetings.create_reading_together                 401  404  403  303+ 404  404
POST meetings.create_swap                             401  404  403  303  404  404
POST meetings.create_thanks                               401  404  303  303+ 404  404
POST meetings.create_showing                              401  404  303  404  404  404
POST meetings.create_thought                          401  404  303+ 303+ 404  404
POST meetings.create_union                            401  404  403  303+ 404  404
POST meetings.create_wiping                           401  403  403  403  403  404
POST meetings.create_wiping @open                     401  403  403  403  403  303+
POST meetings.decline_assignment                      401  404  303+ 404  404  404
POST meetings.delete                                  401  404  403  303  404  404
POST meetings.delete_cancellation                     401  404  403  303+ 404  404
POST meetings.delete_like                             401  404  303+ 303+ 404  404
POST meetings.delete_cover_request                    401  404  403  303  404  404
POST meetings.delete_decision                         401  404  403  303  404  404
POST meetings.delete_participation                    401  404  303+ 303+ 404  404
POST meetings.delete_person                           401  404  403  303+ 404  404
POST meetings.delete_presenter                        401  404  403  303+ 404  404
POST meetings.delete_read_tick                        401  404  303+ 303  404  404
POST meetings.delete_reading_together                 401  404  403  303  404  404
POST meetings.delete_signup                           401  404  303+ 303+ 404  404
POST meetings.delete_withdrawal                       401  404  303  303  404  404
POST meetings.delete_taking                           401  404  403  303+ 404  404
POST meetings.delete_showing                              401  404  303+ 404  404  404
POST meetings.delete_thanks                               401  404  404  303+ 404  404
POST meetings.delete_thought                          401  404  303+ 404  404  404
POST meetings.update                                  401  404  403  303+ 404  404
POST meetings.update_assignment                       401  404  303  303+ 404  404
POST meetings.update_attendance                       401  404  403  303+ 404  404
POST meetings.update_checkin_code                     401  404  403  303+ 404  404
POST meetings.update_date                             401  404  403  303+ 404  404
POST meetings.update_last                             401  404  403  303+ 404  404
POST meetings.update_thought                          401  404  303+ 404  404  404

GET  notes.edit                                       302  404  200  200  404  404
GET  notes.index                                      200  200  200  200  200  200
GET  notes.index_revisions                            302  404  200  200  404  404
GET  notes.new_release                                302  404  200  200  404  404
GET  notes.new_wiping                                 302  404  403  200  404  404
GET  notes.show                                       404  404  200  200  404  404
GET  notes.show @published                            200  200  200  200  200  200
GET  notes.show @draft                                404  404  200  200  404  404
GET  notes.show_live                                  404  404  200  200  404  404
GET  notes.show_differences                           302  404  200  200  404  404
GET  notes.show_release                               302  404  200  200  200  404
GET  notes.show_revision                              302  404  200  200  404  404
POST notes.create                                     401  404  303+ 303+ 404  404
POST notes.create_approval                            401  404  403  403  303+ 404
POST notes.create_gathering                           401  404  200  200  404  404
POST notes.create_presence                            401  404  204+ 204+ 404  404
POST notes.create_preview                             401  200  200  200  200  200
POST notes.create_refusal                             401  404  403  403  303+ 404
POST notes.create_release                             401  404  303+ 303+ 404  404
POST notes.create_restoration                         401  404  303+ 303+ 404  404
POST notes.create_retraction                          401  404  403  403  303+ 404
POST notes.create_retraction_request                  401  404  403  303+ 403  404
POST notes.create_sharing                             401  404  403  303+ 404  404
POST notes.create_wiping                              401  404  403  303+ 404  404
POST notes.create_working_copy                        401  404  200+ 200+ 404  404
POST notes.delete_presence                            401  404  204  204  404  404
POST notes.delete_request                             401  404  303+ 303+ 404  404
POST notes.delete_sharing                             401  404  403  303+ 404  404
POST notes.delete_working_copy                        401  404  303+ 303+ 404  404
POST notes.update                                     401  404  303+ 303+ 404  404

GET  paths.edit                                       302  403  200  200  404  404
GET  paths.new                                        302  200  200  200  200  200
GET  paths.show                                       302  200  200  200  404  404
POST paths.create                                     401  303+ 422  422  422  422
POST paths.create_end                                 401  403  303+ 303+ 404  404
POST paths.create_repeat                              401  403  303+ 303+ 404  404
POST paths.create_shadow                              401  403  303+ 303+ 404  404
POST paths.create_tick                                401  403  403  303+ 404  404
POST paths.delete_shadow                              401  403  303+ 303+ 404  404
POST paths.update                                     401  403  303+ 303+ 404  404

GET  people.index                                     302  200  200  200  200  200
GET  people.show                                      302  200  200  200  200  200
GET  people.show_own                                  302  302  302  302  302  302
GET  people.show @pending                             302  404  404  404  404  200
POST people.create_invitation                         401  403  403  403  403  303
POST people.create_reset_link                         401  403  403  403  403  303+
POST people.delete_sessions                           401  403  403  403  403  303+
POST people.update_roles                              401  403  403  403  403  303+
POST people.update_state                              401  403  403  403  403  303+

GET  people_editing.edit                              302  403  403  403  403  200
POST people_editing.update                            401  403  403  403  403  303+
POST people_editing.update_email                      401  403  403  403  403  303+

GET  people_merging.edit                              302  403  403  403  403  200
GET  people_merging.new                               302  403  403  403  403  200
POST people_merging.create                            401  403  403  403  403  303+

GET  people_import.show_file                          302  403  403  403  403  200
GET  people_import.new                                302  403  403  403  403  200
POST people_import.create                             401  403  403  403  403  303+
POST people_import.preview                            401  403  403  403  403  200

POST preferences.update_language                      303  303+ 303+ 303+ 303+ 303+
POST preferences.update_theme                         303  303  303  303  303  303

GET  profile.edit                                     302  200  200  200  200  200
GET  profile.security                                 302  200  200  200  200  200
GET  profile.show_days                                302  200  200  200  200  200
GET  profile.show_unavailability                      302  200  200  200  200  200
POST profile.create_unavailability                    401  303+ 303+ 303+ 303+ 303+
POST profile.delete_device                            401  303  303+ 303  303  303
POST profile.delete_devices                           401  303  303  303  303  303
POST profile.delete_unavailability                    401  404  303+ 404  404  404
POST profile.update_days                              401  303+ 303+ 303+ 303+ 303+
POST profile.update                                   401  303+ 303+ 303+ 303+ 303+
POST profile.update_password                          401  303+ 303+ 303+ 303+ 303+

GET  publishing.index                                 200  200  200  200  200  200
GET  publishing.show_circle_export                    302  404  403  200  404  404
GET  publishing.show_circle_notes                     404  404  404  404  404  404
GET  publishing.show_circle_notes @open               200  200  200  200  200  200
GET  publishing.show_my_notes                         200  200  200  200  200  200
GET  publishing.show_note_export                      302  403  200  200  200  403
GET  publishing.show_note_export @unpublished         302  404  404  404  404  404
GET  publishing.show_tag_notes                        404  404  404  404  404  404
GET  publishing.show_tag_notes @open                  200  200  200  200  200  200
GET  publishing.show_notes                            200  200  200  200  200  200
POST publishing.create_circle_export                  401  404  403  200+ 404  404
POST publishing.create_note_export                    401  403  200+ 200+ 200+ 403
POST publishing.create_note_export @unpublished       401  404  404  404  404  404
POST publishing.create_renewal                        401  303+ 303+ 303+ 303+ 303+
POST publishing.update_address                        401  403  303+ 303+ 303+ 403

GET  reminders.show_absence                           200  200  200  200  200  200
GET  reminders.show_stop                              200  200  200  200  200  200
POST reminders.create_absence                         303+ 303+ 303+ 303+ 303+ 303+
GET  pager.show                                       302  200  403  403  403  200
POST pager.connect                                    401  303+ 403  403  403  303+
POST pager.create_test                                401  303+ 403  403  403  303+
POST pager.delete                                     401  303+ 403  403  403  303+
POST pager.send_again                                 401  303+ 403  403  403  303+
POST pager.update_people                              401  303+ 403  403  403  303+

POST reminders.create_halt                            401  404  403  303+ 404  404
POST reminders.create_stop                            303+ 303+ 303+ 303+ 303+ 303+
POST reminders.delete_halt                            401  404  403  303  404  404
POST reminders.update_circles                         401  303  303+ 303+ 303  303

GET  registrations.edit                               200  200  200  200  200  200
GET  registrations.new                                200  200  200  200  200  200
POST registrations.create                             200+ 200+ 200+ 200+ 200+ 200+
POST registrations.update                             303+ 303+ 303+ 303+ 303+ 303+

GET  search.index                                     200  200  200  200  200  200
GET  search.index_tags                                200  200  200  200  200  200
GET  search.show_tag                                  404  404  200  200  404  404
GET  search.show_tag @open                            200  200  200  200  200  200

GET  resets.edit                                      200  200  200  200  200  200
GET  resets.new                                       200  200  200  200  200  200
POST resets.create                                    200+ 200+ 200+ 200+ 200+ 200+
POST resets.update                                    303+ 303+ 303+ 303+ 303+ 303+

GET  rota.edit_rules                                  302  200  403  403  403  200
GET  allowance.corrections_csv                        302  200  200  200  200  200
GET  allowance.index                                  302  200  200  200  200  200
GET  allowance.month_csv                              302  200  200  200  200  200
GET  allowance.show                                   302  200  200  200  200  200
POST allowance.create_closing                         401  303  403  403  403  403
POST allowance.create_correction                      401  303+ 403  403  403  403
POST allowance.create_proposed                        401  303  403  403  403  403
GET  allowance.figures_csv                            302  200  200  200  200  200
GET  allowance.show_figures                           302  200  200  200  200  200
POST allowance.update_figures                         401  303+ 403  403  403  303+

GET  ledger.person_csv                                302  200  200  200  200  200
GET  ledger.show_own                                  302  200  200  200  200  200
GET  ledger.show_person                               302  200  200  200  200  200
GET  ledger.show_team                                 302  200  200  200  200  200
GET  ledger.team_csv                                  302  200  200  200  200  200

GET  drills.edit_drill                                302  404  403  200  404  404
GET  drills.edit_scenario                             302  403  403  200  403  403
GET  drills.index                                     302  200  200  200  200  200
GET  drills.new_drill                                 302  200  200  200  200  200
GET  drills.new_scenario                              302  200  200  200  200  200
GET  drills.show_drill                                302  404  200  200  404  404
GET  drills.show_drill @told                          302  404  200  200  404  404
GET  drills.show_drill @shared                        302  404  200  200  404  404
GET  drills.show_record                               302  404  200  200  404  404
GET  drills.show_scenario                             302  200  200  200  200  200
POST drills.create_attachment                        401  403  403  303+ 403  403
POST drills.create_cancellation                      401  404  403  303+ 404  404
POST drills.create_debrief                            401  404  403  303+ 404  404
POST drills.create_drill                              401  422  422  303+ 422  422
POST drills.create_event                              401  404  403  303+ 404  404
POST drills.create_hint                               401  404  403  303+ 404  404
POST drills.create_hint_request                       401  404  303+ 403  404  404
POST drills.create_interruption                       401  404  403  303+ 404  404
POST drills.create_lesson                             401  404  303+ 303+ 404  404
POST drills.create_lesson_action                      401  404  403  403  404  404
POST drills.create_lesson_chapter                     401  404  303+ 303+ 404  404
POST drills.create_lesson_help                        401  404  303+ 303+ 404  404
POST drills.create_opening                           401  404  403  303  404  404
POST drills.create_remark                             401  404  303+ 303+ 404  404
POST drills.create_reveal                             401  404  403  303+ 404  404
POST drills.create_scenario                           401  303+ 303+ 303+ 303+ 303+
POST drills.create_scenario_confirmation             401  403  403  303+ 403  403
POST drills.create_scenario_retirement                401  403  403  303+ 403  403
POST drills.create_sight                              401  403  303  303+ 403  403
POST drills.create_spin                               401  303+ 303+ 303+ 303+ 303+
POST drills.create_start                              401  404  403  303+ 404  404
POST drills.create_succession                        401  403  403  303  403  403
POST drills.create_takeover                           401  404  403  303+ 404  404
POST drills.delete_attachment                        401  403  403  303+ 403  403
POST drills.delete_cancellation                      401  404  403  303+ 404  404
POST drills.delete_interruption                       401  404  403  303+ 404  404
POST drills.delete_part                              401  404  303+ 303+ 404  404
POST drills.delete_remark                             401  404  403  303+ 404  404
POST drills.delete_scenario_retirement                401  403  403  303+ 403  403
POST drills.update_drill                              401  404  403  303+ 404  404
POST drills.update_words                              401  404  403  303+ 404  404
POST drills.update_scenario                           401  403  403  303+ 403  403

GET  duty.index                                       302  200  403  403  403  200
GET  duty.show_calendar                               200  200  200  200  200  200
GET  duty.show_now                                    200  200  200  200  200  200
GET  duty.show_screen                                 200  200  200  200  200  200
POST duty.create                                      401  303+ 403  403  403  303+
POST duty.create_renewal                              401  303+ 403  403  403  303+
POST duty.delete                                      401  303+ 403  403  403  303+

GET  handoffs.edit                                    302  403  403  403  200  403
GET  handoffs.index                                   302  200  200  200  200  200
GET  handoffs.new                                     302  403  403  200  403  403
GET  handoffs.show                                    302  200  200  200  200  200
POST handoffs.create                                  401  403  403  303+ 403  403
POST handoffs.create_quiet                            401  403  403  303+ 403  403
POST handoffs.create_receipt                          401  403  403  303+ 403  403
POST handoffs.update                                  401  403  403  403  303+ 403

GET  rota.index                                       302  200  200  200  200  200
GET  rota.new_import                                  302  200  403  403  403  403
GET  rota.new_collection                              302  200  403  403  403  403
GET  rota.new                                         302  200  403  403  403  403
GET  rota.show                                        302  200  200  200  200  200
GET  rota.show_collection                             302  200  404  200  404  404
GET  rota.show_shift                                  302  200  200  200  200  200
GET  rota.show_now                                    302  200  200  200  200  200
POST rota.create                                      401  303+ 403  403  403  403
POST rota.create_collection                           401  303+ 403  403  403  403
POST rota.create_collection_answer                    401  404  404  303+ 404  404
POST rota.create_draft                                401  303+ 403  403  403  403
POST rota.create_import                               401  303+ 403  403  403  403
POST rota.create_acceptance                           401  303  404  303  303+ 404
POST rota.create_decline                              401  303  404  303  303+ 404
POST rota.create_offer                                401  303  403  403  403  403
POST rota.create_swap                                 401  303+ 303  303+ 303  303
POST rota.create_taking                               401  303  303  303  303  303
POST rota.delete_swap                                 401  303+ 404  303+ 303  404
POST rota.undo_swap                                   401  303  404  303  303  404
POST rota.delete_draft                                401  303+ 403  403  403  403
POST rota.preview_import                              401  200  403  403  403  403
POST rota.publish_draft                               401  303+ 403  403  403  403
POST rota.update_rules                                401  303+ 403  403  403  303+
GET  services.edit                                    302  403  403  403  403  200
GET  services.edit_pool                               302  200  403  403  403  403
GET  services.edit_quirk                              302  200  200  200  200  200
GET  services.index                                   302  200  200  200  200  200
GET  services.new                                     302  403  403  403  403  200
GET  services.new_quirk                               302  200  200  200  200  200
GET  services.show                                    302  200  200  200  200  200
GET  services.show_map                                302  200  200  200  200  200
GET  services.show_quirk_history                      302  200  200  200  200  200
POST services.create                                  401  403  403  403  403  303+
POST services.create_confirmation                     401  303+ 303+ 303+ 303+ 303+
POST services.create_practice                         401  303+ 303+ 303  303  303
POST services.create_quirk                            401  303+ 303+ 303+ 303+ 303+
POST services.create_quirk_retirement                 401  303+ 303+ 303+ 303+ 303+
POST services.create_readiness                        401  403  403  303+ 403  403
POST services.create_retirement                       401  403  403  403  403  303+
POST services.delete_practice                         401  303  303  303+ 303+ 303+
POST services.delete_quirk_retirement                 401  303+ 303+ 303+ 303+ 303+
POST services.delete_readiness                        401  303+ 403  303+ 403  403
POST services.delete_retirement                       401  403  403  403  403  303+
POST services.update                                  401  403  403  403  403  303+
POST services.update_pool                             401  303+ 403  403  403  403
POST services.update_quirk                            401  303+ 303+ 303+ 303+ 303+

GET  settings.edit                                    302  403  403  403  403  200
GET  settings.show_closed_days                        302  403  403  403  403  200
POST settings.create_closed_day                       401  403  403  403  403  303+
POST settings.delete_closed_day                       401  403  403  403  403  303+
POST settings.update                                  401  403  403  403  403  303+

GET  sos.edit                                         302  404  200  200  404  404
GET  sos.index                                        302  200  200  200  200  200
GET  sos.new                                          302  200  200  200  200  200
GET  sos.new_session                                  302  404  200  200  404  404
GET  sos.show                                         302  404  200  200  404  404
GET  sos.show_wall                                    302  404  200  200  404  404
GET  sos.show_wall_parts                              302  404  200  200  404  404
POST sos.create                                       401  303+ 303+ 303+ 303+ 303+
POST sos.create_claim                                 401  404  303+ 303+ 404  404
POST sos.create_session                               401  404  303+ 303+ 404  404
POST sos.create_settling                              401  404  303+ 303+ 404  404
POST sos.create_withdrawal                            401  404  303+ 303+ 404  404
POST sos.delete_claim                                 401  404  303+ 403  404  404
POST sos.delete_settling                              401  404  303+ 403  404  404
POST sos.update                                       401  404  303+ 303+ 404  404

GET  static                                           200  200  200  200  200  200

GET  teams.attendance_csv                             302  200  200  200  200  200
GET  teams.edit                                       302  403  403  403  403  200
GET  teams.index                                      302  200  200  200  200  200
GET  teams.show                                       302  200  200  200  200  200
GET  teams.show_attendance                            302  200  200  200  200  200
POST teams.close                                      401  403  403  403  403  303+
POST teams.merge                                      401  403  403  403  403  303+
POST teams.reopen                                     401  403  403  403  403  303+
POST teams.create                                     401  403  403  403  403  303+
POST teams.create_membership                          401  403  403  403  403  303+
POST teams.delete_membership                          401  403  403  403  403  303+
POST teams.update                                     401  403  403  403  403  303+
POST teams.update_lead                                401  403  403  403  403  303+
"""

ROWS = [_row(line) for line in _TABLE.splitlines()[2:] if line]
