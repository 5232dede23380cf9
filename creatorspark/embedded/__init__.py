"""PostgreSQL and Valkey as supervised children, for when no URL of a real server is configured.

`location` says where they are, `lease` joins or starts them, `supervisor` keeps them.
Nothing here imports Django.
"""
