from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "creatorspark.demo"
    label = "demo"
    verbose_name = "Demo world"
