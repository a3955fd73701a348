from django.urls import path

from executives.views import attachments, executives

urlpatterns = [
    path("executives/", executives.executives, name="executives"),
    path("executives/new/", executives.new, name="executive-new"),
    path("executives/<uuid:executive_id>/", executives.executive, name="executive"),
    path("attachments/", attachments.add, name="attachment-add"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("attachments/<uuid:attachment_id>/remove/", attachments.remove, name="attachment-remove"),
    path("attachments/<uuid:attachment_id>/restore/", attachments.restore, name="attachment-restore"),
]
