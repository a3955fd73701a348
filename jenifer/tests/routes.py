"""Who gets what answer at which address: one line an address, one column a visitor (jenifer.tests.visitors).

A number is the status. login, reauth and home are redirects: to the log-in, to the password asked again for
something grave, to Today. Someone else's row is 404; one that may be seen but not changed is 403.
"""

from jenifer.tests.visitors import CONTENT, NAME

# Who may read what: the executive's name, and what stands on their calendar.
VISITORS: dict[str, set[str]] = {
    "signed out": set(),
    "outsider": set(),  # another organization's admin
    "unassigned": set(),
    "rightless": {NAME},  # assigned, without any right
    "reader": {NAME, CONTENT},  # assigned, to look but not to change
    "assistant": {NAME, CONTENT},  # assigned, with every right
    "admin": {NAME, CONTENT},
    "deactivated": set(),  # an assistant, since dismissed, whose browser is still open
}
ANY = "GET,POST,PUT,PATCH,DELETE"  # what answers before it looks at the method

TABLE = """
#                                                              signed out-    un-    right- reader assi-  admin  deacti-
#                                                              out    sider  assign less          stant         vated
GET             /healthz                                       200    200    200    200    200    200    200    200
GET             /readyz                                        200    200    200    200    200    200    200    200
GET             /outbox/                                       200    200    200    200    200    200    200    200

GET,POST,PUT    /accounts/login/                               200    home   home   home   home   home   home   200
GET             /accounts/logout/                              login  200    200    200    200    200    200    login
POST            /accounts/logout/                              login  login  login  login  login  login  login  login
GET             /accounts/inactive/                            200    200    200    200    200    200    200    200
GET,POST,PUT    /accounts/signup/                              200    home   home   home   home   home   home   200
GET,POST,PUT    /accounts/reauthenticate/                      login  200    200    200    200    200    200    login
GET             /accounts/email/                               login  200    200    200    200    200    200    login
POST,PUT        /accounts/email/                               login  302    302    302    302    302    302    login
any             /accounts/confirm-email/                       login  302    302    302    302    302    302    login
GET,POST,PUT    /accounts/password/change/                     login  200    200    200    200    200    200    login
GET,POST,PUT    /accounts/password/set/                        login  302    302    302    302    302    302    login
GET,POST,PUT    /accounts/password/reset/                      200    200    200    200    200    200    200    200
GET,POST,PUT    /accounts/login/code/confirm/                  302    home   home   home   home   home   home   302
GET,POST,PUT    /accounts/password/reset/confirm/              login  login  login  login  login  login  login  login
GET,POST,PUT    /accounts/password/reset/complete/             302    302    302    302    302    302    302    302
GET             /accounts/password/reset/done/                 200    200    200    200    200    200    200    200
GET,POST,PUT    /accounts/login/code/                          200    home   home   home   home   home   home   200
GET             /accounts/2fa/                                 login  200    200    200    200    200    200    login
GET,POST        /accounts/2fa/authenticate/                    login  home   home   home   home   home   home   login
GET,POST,PUT    /accounts/2fa/reauthenticate/                  login  reauth reauth reauth reauth reauth reauth login
GET,POST,PUT    /accounts/2fa/totp/activate/                   login  reauth reauth reauth reauth reauth reauth login
GET,POST,PUT    /accounts/2fa/totp/deactivate/                 login  404    404    404    404    404    404    login
GET             /accounts/2fa/recovery-codes/                  login  404    404    404    404    404    404    login
GET,POST,PUT    /accounts/2fa/recovery-codes/generate/         login  reauth reauth reauth reauth reauth reauth login
GET             /accounts/2fa/recovery-codes/download/         login  404    404    404    404    404    404    login
GET             /accounts/2fa/webauthn/                        login  200    200    200    200    200    200    login
GET,POST,PUT    /accounts/2fa/webauthn/add/                    login  reauth reauth reauth reauth reauth reauth login
GET,POST,PUT    /accounts/2fa/webauthn/reauthenticate/         login  reauth reauth reauth reauth reauth reauth login
GET,POST,DELETE /accounts/2fa/webauthn/keys/<pk>/remove/       login  reauth reauth reauth reauth reauth reauth login
GET,POST,PUT    /accounts/2fa/webauthn/keys/<pk>/edit/         login  reauth reauth reauth reauth reauth reauth login
GET,POST,PUT    /accounts/2fa/webauthn/login/                  login  home   home   home   home   home   home   login
GET             /accounts/3rdparty/login/cancelled/            200    200    200    200    200    200    200    200
GET             /accounts/3rdparty/login/error/                401    401    401    401    401    401    401    401
GET,POST,PUT    /accounts/3rdparty/signup/                     login  login  login  login  login  login  login  login
GET,POST,PUT    /accounts/3rdparty/                            login  200    200    200    200    200    200    login
any             /accounts/google/login/                        404    404    404    404    404    404    404    404
any             /accounts/google/login/callback/               404    404    404    404    404    404    404    404
GET,POST        /accounts/google/login/token/                  404    404    404    404    404    404    404    404
any             /accounts/microsoft/login/                     404    404    404    404    404    404    404    404
any             /accounts/microsoft/login/callback/            404    404    404    404    404    404    404    404
any             /accounts/oidc/<provider_id>/login/            404    404    404    404    404    404    404    404
any             /accounts/oidc/<provider_id>/login/callback/   404    404    404    404    404    404    404    404
any             /accounts/social/login/cancelled/              301    301    301    301    301    301    301    301
any             /accounts/social/login/error/                  301    301    301    301    301    301    301    301
any             /accounts/social/signup/                       301    301    301    301    301    301    301    301
any             /accounts/social/connections/                  301    301    301    301    301    301    301    301
GET             /accounts/sessions/                            login  200    200    200    200    200    200    login
POST,PUT        /accounts/sessions/                            login  302    302    302    302    302    302    login
POST            /settings/sessions/<session_id>/end/           login  404    404    404    404    302    404    login

GET,POST        /settings/profile/                             login  200    200    200    200    200    200    login
POST            /settings/profile/picture/                     login  200    200    200    200    200    200    login
POST            /settings/theme/                               login  home   home   home   home   home   home   login
GET,POST        /settings/organization/                        login  200    403    403    403    403    200    login
POST            /settings/organization/logo/                   login  200    403    403    403    403    200    login
GET,POST        /settings/ai/                                  login  200    403    403    403    403    200    login
GET             /people/<user_id>/picture/<version>/           login  404    200    200    200    200    200    login
GET             /organization/logo/<version>/                  login  404    200    200    200    200    200    login

GET             /executives/                                   login  200    200    200    200    200    200    login
GET             /executives/new/                               login  200    403    403    403    403    200    login
POST            /executives/new/                               login  302    403    403    403    403    302    login
GET             /executives/<executive_id>/                    login  404    404    404    200    200    200    login
POST            /executives/<executive_id>/                    login  404    404    404    403    302    302    login
GET             /calendar/import/                              login  200    200    200    200    200    200    login
POST            /calendar/import/                              login  200    200    200    200    302    302    login
GET             /calendar/import/<import_id>/                  login  404    404    404    403    200    200    login
GET             /executives/<executive_id>/calendar.ics        login  404    404    404    200    200    200    login
GET,POST        /executives/<executive_id>/feeds/              login  404    404    404    403    200    200    login
GET,POST        /executives/<executive_id>/feeds/<feed_id>/    login  404    404    404    403    200    200    login
POST            /executives/<executive_id>/feeds/<feed_id>/revoke/ login 404 404    404    403    302    302    login
GET             /feeds/<key>.ics                               404    404    404    404    404    404    404    404
GET             /                                              login  200    200    200    200    200    200    login
GET             /insights/                                     login  200    200    200    200    200    200    login
POST            /insights/<insight_id>/respond/                login  404    404    404    403    home   home   login
GET             /welcome/                                      login  302    home   home   home   home   302    login
POST            /welcome/dismiss/                              login  home   home   home   home   home   home   login
GET,POST        /welcome/<step>/                               login  200    404    404    404    404    200    login
GET,POST        /invitations/<token>/                          200    200    200    200    200    200    200    200
GET,POST        /settings/team/invitations/                    login  200    403    403    403    403    200    login
POST            /settings/team/invitations/<invitation_id>/resend/ login 404 403    403    403    403    302    login
POST            /settings/team/invitations/<invitation_id>/revoke/ login 404 403    403    403    403    302    login
GET             /settings/team/                                login  200    403    403    403    403    200    login
GET,POST        /settings/team/<member_id>/                    login  404    403    403    403    403    200    login
GET             /settings/team/<member_id>/deactivate/         login  404    403    403    403    403    200    login
POST            /settings/team/<member_id>/deactivate/         login  404    403    403    403    403    302    login
POST            /settings/team/<member_id>/reactivate/         login  404    403    403    403    403    302    login
GET             /meetings/<meeting_id>/                        login  404    404    404    200    200    200    login
GET             /meetings/<meeting_id>/answer/                 login  404    404    404    403    404    404    login
POST            /meetings/<meeting_id>/answer/                 login  404    404    404    403    home   home   login
POST            /meetings/answers/undo/                        login  404    404    404    404    404    404    login
POST            /news/seen/                                    login  home   home   home   home   home   home   login
GET             /meetings/<meeting_id>/cancel/                 login  404    404    404    403    200    200    login
POST            /meetings/<meeting_id>/cancel/                 login  404    404    404    403    302    302    login
POST            /meetings/undo/<way_back>/                     login  404    404    404    403    302    302    login
GET,POST        /answer/<answer_token>/                        200    200    200    200    200    200    200    200
GET             /palette/                                      login  200    200    200    200    200    200    login
POST            /attachments/                                  login  404    404    404    403    home   home   login
GET             /attachments/<attachment_id>/                  login  404    404    404    200    200    200    login
POST            /attachments/<attachment_id>/remove/           login  404    404    404    403    home   home   login
POST            /attachments/<attachment_id>/restore/          login  404    404    404    403    home   home   login
POST            /views/                                        login  302    302    302    302    302    302    login
POST            /views/<view_id>/                              login  404    403    403    403    403    302    login
POST            /views/<view_id>/move/                         login  404    404    404    404    404    302    login
POST            /views/<view_id>/delete/                       login  404    403    403    403    403    302    login
POST            /views/<view_id>/restore/                      login  404    403    403    403    403    302    login

GET             /settings/audit/                               login  200    403    403    403    403    200    login
GET             /settings/audit/download/                      login  200    403    403    403    403    200    login
GET,POST        /settings/tokens/                              login  200    200    200    200    200    200    login
POST            /settings/tokens/<token_id>/revoke/            login  404    404    404    404    302    404    login
GET,POST        /settings/calendars/                           login  200    200    200    200    200    200    login
GET,POST        /settings/calendars/subscribe/                 login  200    200    200    200    200    200    login
GET             /settings/calendars/<connection_id>/           login  404    404    404    404    200    404    login
POST            /settings/calendars/<connection_id>/           login  404    404    404    404    302    404    login
POST            /settings/calendars/<connection_id>/schedule/  login  404    404    404    404    302    404    login
POST            /settings/calendars/<connection_id>/act/       login  404    404    404    404    302    404    login
GET             /settings/calendars/<connection_id>/reconnect/ login  404    404    404    404    302    404    login
POST            /settings/calendars/<connection_id>/reconnect/ login  404    404    404    404    200    404    login
POST            /settings/calendars/<connection_id>/removals/ login  404    404    404    404    302    404    login
GET             /settings/calendars/<connection_id>/disconnect/ login 404    404    404    404    200    404    login
POST            /settings/calendars/<connection_id>/disconnect/ login 404    404    404    404    302    404    login
GET             /settings/plan/                                login  200    403    403    403    403    200    login

GET             /notifications/                                login  200    200    200    200    200    200    login
POST            /notifications/read/                           login  302    302    302    302    302    302    login
GET             /notifications/stream/                         401    200    200    200    200    200    200    401
GET,POST        /notifications/unsubscribe/<way_out>/          200    200    200    200    200    200    200    200
GET             /notifications/<notification_id>/open/         login  404    404    404    404    home   404    login
POST            /notifications/<notification_id>/read/         login  404    404    404    404    302    404    login
GET             /settings/notifications/                       login  200    200    200    200    200    200    login
POST            /settings/notifications/                       login  302    302    302    302    302    302    login
POST            /settings/notifications/address/               login  302    302    302    302    302    302    login
POST            /settings/notifications/browsers/<browser_id>/ login  404    404    404    404    302    404    login
GET             /sw.js                                         200    200    200    200    200    200    200    200

GET             /problems/                                     200    200    200    200    200    200    200    200
GET             /problems/<code>                               200    200    200    200    200    200    200    200
GET             /api/v1/docs/                                  200    200    200    200    200    200    200    200
GET             /api/v1/schema.json                            200    200    200    200    200    200    200    200
GET             /api/v1/tokens/                                401    200    200    200    200    200    200    401
GET             /api/v1/tokens/<token_id>/                     401    404    404    404    404    200    404    401
POST            /api/v1/tokens/<token_id>/revoke/              401    404    404    404    404    200    404    401
GET,PATCH       /api/v1/me/                                    401    200    200    200    200    200    200    401
GET             /api/v1/organization/                          401    200    200    200    200    200    200    401
PATCH           /api/v1/organization/                          401    200    403    403    403    403    200    401


GET             /api/v1/executives/                            401    200    200    200    200    200    200    401
GET             /api/v1/executives/<executive_id>/             401    404    404    200    200    200    200    401
PATCH           /api/v1/executives/<executive_id>/             401    404    404    404    403    200    200    401
GET             /api/v1/executives/<executive_id>/calendar.ics 401    404    404    404    200    200    200    401
GET             /api/v1/executives/<executive_id>/feeds/       401    404    404    404    403    200    200    401
POST            /api/v1/executives/<executive_id>/feeds/       401    404    404    404    403    403    403    401
GET,PATCH       /api/v1/executives/<executive_id>/feeds/<feed_id>/ 401 404   404    404    403    200    200    401
DELETE          /api/v1/executives/<executive_id>/feeds/<feed_id>/ 401 404   404    404    403    204    204    401
POST            /api/v1/executives/                            401    201    403    403    403    403    201    401
POST            /api/v1/imports/                               401    404    404    404    403    201    201    401
GET             /api/v1/imports/<import_id>/                   401    404    404    404    403    200    200    401
GET             /api/v1/calendar-connections/                  401    200    200    200    200    200    200    401
POST            /api/v1/calendar-connections/                  401    400    400    400    400    400    400    401
GET,PATCH       /api/v1/calendar-connections/<connection_id>/  401    404    404    404    404    200    404    401
DELETE          /api/v1/calendar-connections/<connection_id>/  401    404    404    404    404    204    404    401
POST            /api/v1/calendar-connections/<connection_id>/sync/ 401 404   404    404    404    200    404    401
POST            /api/v1/calendar-connections/<connection_id>/removals/ 401 404 404 404  404    204    404    401
GET             /api/v1/calendar-connections/<connection_id>/unread/ 401 404 404 404    404    200    404    401
POST            /api/v1/calendar-connections/<connection_id>/reconnect/ 401 404 404 404    404    400    404    401
GET             /api/v1/meetings/                              401    200    200    200    200    200    200    401
GET             /api/v1/meetings/instances/                    401    200    200    200    200    200    200    401
GET             /api/v1/meetings/<meeting_id>/                 401    404    404    404    200    200    200    401
POST            /api/v1/meetings/<meeting_id>/move/            401    404    404    404    403    200    200    401
GET             /api/v1/calendar-news/                         401    200    200    200    200    200    200    401
POST            /api/v1/calendar-news/seen/                    401    200    200    200    200    200    200    401
GET             /api/v1/meeting-invitations/                   401    200    200    200    200    200    200    401
POST            /api/v1/meeting-invitations/undo/              401    404    404    404    404    404    404    401
GET             /api/v1/meeting-invitations/<meeting_id>/times/ 401   404    404    404    403    200    200    401
POST            /api/v1/meeting-invitations/<meeting_id>/answer/ 401  404    404    404    403    409    409    401
POST            /api/v1/meetings/<meeting_id>/cancel/          401    404    404    404    403    200    200    401
GET             /api/v1/notices/                               401    404    404    404    200    200    200    401
POST            /api/v1/notices/take-back/                     401    404    404    404    403    200    200    401
GET             /api/v1/attachments/                           401    404    404    404    200    200    200    401
POST            /api/v1/attachments/                           401    404    404    404    403    201    201    401
GET             /api/v1/attachments/<attachment_id>/           401    404    404    404    200    200    200    401
DELETE          /api/v1/attachments/<attachment_id>/           401    404    404    404    403    204    204    401
GET             /api/v1/attachments/<attachment_id>/content/   401    404    404    404    200    200    200    401
GET             /api/v1/saved-views/                           401    200    200    200    200    200    200    401
POST            /api/v1/saved-views/                           401    201    201    201    201    201    201    401
POST            /api/v1/saved-views/order/                     401    200    200    200    200    200    200    401
GET             /api/v1/saved-views/<view_id>/                 401    404    200    200    200    200    200    401
PATCH           /api/v1/saved-views/<view_id>/                 401    404    403    403    403    403    200    401
DELETE          /api/v1/saved-views/<view_id>/                 401    404    403    403    403    403    204    401
GET             /api/v1/palette/                               401    200    200    200    200    200    200    401
GET             /api/v1/insights/                              401    200    200    200    200    200    200    401
GET             /api/v1/insights/<insight_id>/                 401    404    404    404    200    200    200    401
POST            /api/v1/insights/<insight_id>/accept/          401    404    404    404    403    200    200    401
POST            /api/v1/insights/<insight_id>/dismiss/         401    404    404    404    403    200    200    401
POST            /api/v1/insights/<insight_id>/snooze/          401    404    404    404    403    200    200    401
POST            /api/v1/insights/<insight_id>/undo/            401    404    404    404    403    409    409    401
GET             /api/v1/audit/                                 401    200    403    403    403    403    200    401
GET             /api/v1/audit/download/                        401    200    403    403    403    403    200    401
GET             /api/v1/features/                              401    200    200    200    200    200    200    401
GET             /api/v1/plan/                                  401    200    403    403    403    403    200    401
GET             /api/v1/members/                               401    200    403    403    403    403    200    401
GET,PATCH       /api/v1/members/<member_id>/                   401    404    403    403    403    403    200    401
POST            /api/v1/members/<member_id>/deactivate/        401    404    403    403    403    403    200    401
POST            /api/v1/members/<member_id>/reactivate/        401    404    403    403    403    403    409    401
GET             /api/v1/invitations/                           401    200    403    403    403    403    200    401
POST            /api/v1/invitations/                           401    201    403    403    403    403    201    401
GET             /api/v1/invitations/<invitation_id>/           401    404    403    403    403    403    200    401
POST            /api/v1/invitations/<invitation_id>/resend/    401    404    403    403    403    403    200    401
POST            /api/v1/invitations/<invitation_id>/revoke/    401    404    403    403    403    403    200    401
GET             /api/v1/notifications/                         401    200    200    200    200    200    200    401
POST            /api/v1/notifications/read/                    401    200    200    200    200    200    200    401
POST            /api/v1/notifications/<notification_id>/read/  401    404    404    404    404    200    404    401
GET,PATCH       /api/v1/notifications/preferences/             401    200    200    200    200    200    200    401
GET             /api/v1/notifications/push/                    401    200    200    200    200    200    200    401
POST            /api/v1/notifications/push/                    401    201    201    201    201    201    201    401
GET             /api/v1/notifications/push/<browser_id>/       401    404    404    404    404    200    404    401
DELETE          /api/v1/notifications/push/<browser_id>/       401    404    404    404    404    204    404    401
"""


def _routes() -> dict[tuple[str, str], dict[str, str]]:
    routes: dict[tuple[str, str], dict[str, str]] = {}
    for line in TABLE.splitlines():
        if not line or line.startswith("#"):
            continue
        methods, address, *cells = line.split()
        for method in methods.replace("any", ANY).split(","):
            routes[method, address] = dict(zip(VISITORS, cells, strict=True))
    return routes


ROUTES = _routes()
