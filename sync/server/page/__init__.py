"""The data manager's page: HTML made on the server for central people. Only `web` knows an HTTP library."""
