from django.contrib import admin

from .models import Message, Session


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ("session_id", "user", "instance_name", "is_active", "status", "phone", "updated_at")
    list_filter = ("is_active", "status")
    search_fields = ("session_id", "instance_name", "phone")
    readonly_fields = ("status", "reason", "phone", "status_at", "created_at", "updated_at")
    list_select_related = ("user",)
    raw_id_fields = ("user",)


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Messages are looked at, not written: what was said was said."""

    list_display = ("sent_at", "session_id", "direction", "chat_id", "author", "beginning", "ack")
    list_filter = ("direction", "ack", "kind", "session_id")
    search_fields = ("text", "chat_id", "author", "message_id")
    date_hierarchy = "sent_at"
    ordering = ("-sent_at", "-pk")

    @admin.display(description="text")
    def beginning(self, message):
        return message.text if len(message.text) <= 80 else message.text[:79] + "…"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
