from django.contrib import admin

from .models import Session


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ("session_id", "user", "instance_name", "is_active", "status", "phone", "updated_at")
    list_filter = ("is_active", "status")
    search_fields = ("session_id", "instance_name", "phone")
    readonly_fields = ("status", "reason", "phone", "created_at", "updated_at")
    list_select_related = ("user",)
    raw_id_fields = ("user",)
