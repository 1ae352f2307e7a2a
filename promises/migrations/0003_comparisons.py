"""Comparisons, chosen before an activity begins and never changed: the database itself knows which day that is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.database import append_only, logged

# A choice is marked as made in hindsight when it is, and only then; one made in time is not followed by such a one.
CHOSEN_IN_TIME = """
CREATE FUNCTION refuse_hindsight() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    chosen_on date := (NEW.chosen_at AT TIME ZONE
        (SELECT time_zone FROM accounts_municipality WHERE id = NEW.municipality_id))::date;
    versions bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM promises_activity WHERE id = NEW.activity_id AND start_on = NEW.start_on) THEN
        RAISE EXCEPTION 'a comparison begins with its activity' USING ERRCODE = 'check_violation';
    END IF;
    SELECT array_agg(id) INTO versions FROM promises_activity WHERE coalesce(origin_id, id) =
        (SELECT coalesce(origin_id, id) FROM promises_activity WHERE id = NEW.activity_id);
    IF NEW.in_hindsight IS DISTINCT FROM (chosen_on >= NEW.start_on OR EXISTS (
        SELECT FROM promises_occasion AS occasion
        WHERE activity_id = ANY (versions) AND "on" <= chosen_on AND withdraws_id IS NULL
          AND NOT EXISTS (SELECT FROM promises_occasion AS withdrawal WHERE withdrawal.withdraws_id = occasion.id)
    )) THEN
        RAISE EXCEPTION 'a comparison is chosen before its activity begins' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.in_hindsight AND EXISTS (
        SELECT FROM promises_comparison WHERE activity_id = ANY (versions) AND NOT in_hindsight
    ) THEN
        RAISE EXCEPTION 'a comparison chosen in time stays' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER chosen_in_time BEFORE INSERT ON promises_comparison
    FOR EACH ROW EXECUTE FUNCTION refuse_hindsight();
"""

ANY_TIME = """
DROP TRIGGER chosen_in_time ON promises_comparison;
DROP FUNCTION refuse_hindsight();
"""

# No site is added afterwards, and none is where the activity itself is.
SITES_STAY = """
CREATE FUNCTION refuse_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two sites at once would each not see the other; the row itself may not be locked by who may not change it.
    PERFORM pg_advisory_xact_lock('promises_comparison'::regclass::int, (NEW.comparison_id % 2147483647)::int);
    IF (SELECT count(*) FROM promises_comparisonsite WHERE comparison_id = NEW.comparison_id) >=
            (SELECT size FROM promises_comparison WHERE id = NEW.comparison_id) THEN
        RAISE EXCEPTION 'a comparison has all its sites' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM promises_comparison AS comparison
        JOIN promises_activity AS activity ON activity.id = comparison.activity_id
        LEFT JOIN lagesbild_hotspot AS spot ON spot.id = activity.hot_spot_id
        WHERE comparison.id = NEW.comparison_id
          AND (NEW.place_id IN (activity.place_id, spot.place_id)
               OR NEW.area_id IN (activity.area_id, CASE WHEN spot.x IS NULL THEN spot.area_id END))
    ) THEN
        RAISE EXCEPTION 'a comparison is with somewhere else' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sites_stay BEFORE INSERT ON promises_comparisonsite
    FOR EACH ROW EXECUTE FUNCTION refuse_site();
"""

ANY_SITES = """
DROP TRIGGER sites_stay ON promises_comparisonsite;
DROP FUNCTION refuse_site();
"""

COMPARISON = ["activity_id", "start_on", "weeks", "ring", "size", "in_hindsight", "chosen_by_id"]
SITE = ["comparison_id", "role", "area_id", "place_id"]


def of_one_municipality(table: str, *columns: str) -> migrations.RunSQL:
    """Refuse a row that points at a neighbour's; column and table in pairs."""
    arguments = ", ".join(f"'{each}'" for each in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER of_one_municipality BEFORE INSERT OR UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_neighbour({arguments})",
        f"DROP TRIGGER of_one_municipality ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        ("promises", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start_on", models.DateField()),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        choices=[(13, "Ett kvartal"), (26, "Ett halvår"), (52, "Ett år")],
                        verbose_name="tid före och efter",
                    ),
                ),
                ("ring", models.PositiveSmallIntegerField(null=True)),
                ("size", models.PositiveSmallIntegerField()),
                ("in_hindsight", models.BooleanField(default=False)),
                ("chosen_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparisons",
                        to="promises.activity",
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "jämförelse",
                "verbose_name_plural": "jämförelser",
            },
        ),
        migrations.CreateModel(
            name="ComparisonSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("control", "Kontroll"),
                            ("displaced", "Dit det kan flytta"),
                            ("displaced_control", "Kontroll för dit det kan flytta"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "comparison",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="promises.comparison",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.place",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="comparison",
            index=models.Index(fields=["activity", "-chosen_at"], name="comparison_latest"),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.CheckConstraint(
                condition=models.Q(("weeks__in", [13, 26, 52])), name="comparison_has_a_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size__gte", 1), models.Q(("ring", None), ("ring__gt", 0), _connector="OR")
                ),
                name="comparison_is_with_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonsite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("area__isnull", False), ("place", None)),
                    models.Q(("area", None), ("place__isnull", False)),
                    _connector="OR",
                ),
                name="comparison_site_is_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonsite",
            constraint=models.UniqueConstraint(fields=("comparison", "area"), name="comparison_area_once"),
        ),
        migrations.AddConstraint(
            model_name="comparisonsite",
            constraint=models.UniqueConstraint(fields=("comparison", "place"), name="comparison_place_once"),
        ),
        of_one_municipality("promises_comparison", "activity_id", "promises_activity"),
        of_one_municipality(
            "promises_comparisonsite",
            *(
                "comparison_id",
                "promises_comparison",
                "area_id",
                "accounts_area",
                "place_id",
                "accounts_place",
            ),
        ),
        migrations.RunSQL(CHOSEN_IN_TIME, ANY_TIME),
        migrations.RunSQL(SITES_STAY, ANY_SITES),
        append_only("promises_comparison"),
        append_only("promises_comparisonsite"),
        logged("promises_comparison", values=["id", "municipality_id", *COMPARISON]),
        logged("promises_comparisonsite", values=["id", "municipality_id", *SITE]),
    ]
