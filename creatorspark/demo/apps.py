from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "creatorspark.demo"
    label = "demo"
    verbose_name = "Demo world"

    def ready(self) -> None:
        """Let workers know the job that draws the films."""
        from creatorspark.demo.services import clips  # noqa: F401
