"""The loopback web server: the extension's API, the dashboard, and the archive on an origin of its own."""
