"""Documents: values in, text out, by the templates in `templates/`."""
