from django.urls import path
from django.utils.translation import pgettext_lazy

from . import logo_views, strip_views, views

app_name = "partners"
urlpatterns = [
    path("", views.partner_list, name="partner_list"),
    path("<slug:slug>/", views.partner_detail, name="partner_detail"),
]
logo_patterns = [
    path("", logo_views.logo_list, name="logo_list"),
    path(pgettext_lazy("address", "strip/"), strip_views.compose, name="strip"),
    path("<int:pk>/", logo_views.logo_detail, name="logo_detail"),
]
file_patterns = [
    path("logos.zip", logo_views.logo_zip, name="logo_zip"),
    path("strip.<slug:kind>", strip_views.composed_file, name="strip_file"),
    path("strip/<slug:slug>.<slug:kind>", strip_views.saved_file, name="saved_strip"),
    path("<int:pk>/<str:name>", logo_views.logo_file, name="logo_file"),
]
