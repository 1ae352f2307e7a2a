"""Who set up, used up or took away a way to sign in stands in the event log, without the secret itself."""

from django.db import migrations

from accounts.database import logged


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_addresses_by_latitude"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        logged("mfa_authenticator", values=["id", "user_id", "type"]),
        logged("socialaccount_socialaccount", values=["id", "user_id", "provider"]),
    ]
