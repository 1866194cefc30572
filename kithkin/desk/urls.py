"""The addresses of this counter."""

urlpatterns: list = []
