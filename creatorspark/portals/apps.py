from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "creatorspark.portals"
    label = "portals"
    verbose_name = "Portals"

    def ready(self) -> None:
        """Write and tell what takes more than one app: e-mails, and sums on the staff's desk."""
        from creatorspark.portals import desk_sums
        from creatorspark.portals.creators import alert_letters

        alert_letters.register()
        desk_sums.register()
