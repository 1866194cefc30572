"""What every test can ask for."""

pytest_plugins = ["tests.browser", "tests.cast"]
