"""A local Slack workspace: of use to any Slack app, knows nothing of the bot."""
