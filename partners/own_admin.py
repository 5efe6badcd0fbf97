"""The rooms of the desk where a partner's own staff see and change only what is theirs."""

from sme2go_site.rights import may_propose


class OwnAdmin:
    """Whoever may only propose sees and changes only what is theirs; `own` is the lookup of its contributors."""

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found if super().has_view_permission(request) else found.filter(**{self.own: request.user})

    def is_own(self, request, instance=None):
        """Of one object, or (None) whether there may be any."""
        right = f"{self.opts.app_label}.propose_{self.opts.model_name}"
        return may_propose(request.user, instance) if instance else request.user.has_perm(right)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or self.is_own(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or self.is_own(request, obj)

    def has_module_permission(self, request):
        return super().has_module_permission(request) or self.is_own(request)
