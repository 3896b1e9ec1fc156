"""The CRM wire API: what apps with an access token call."""
