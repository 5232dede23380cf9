from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "creatorspark.portals"
    label = "portals"
    verbose_name = "Portals"

    def ready(self) -> None:
        """Write the e-mails that take more than one app to write."""
        from creatorspark.portals.creators import alert_letters

        alert_letters.register()
