from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "creatorspark.portals"
    label = "portals"
    verbose_name = "Portals"
