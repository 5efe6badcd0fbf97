"""Accounts and groups at the desk: only superusers manage them, so that nobody gives away what is not theirs."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _


class BySuperusers:
    def has_module_permission(self, request):
        return request.user.is_superuser

    def _may(self, request, instance=None):
        return request.user.is_superuser

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _may


class AccountAdmin(BySuperusers, UserAdmin):
    actions = ["remove_second_factor"]

    @admin.action(description=_("Remove the second factor (telephone and recovery codes lost)"))
    def remove_second_factor(self, request, users):
        for user in users:
            Authenticator.objects.filter(user=user).delete()
            self.log_change(request, user, [{"changed": {"fields": ["Second factor"]}}])


class StaffGroupAdmin(BySuperusers, GroupAdmin):
    pass


admin.site.unregister([User, Group])
admin.site.register(User, AccountAdmin)
admin.site.register(Group, StaffGroupAdmin)
