"""Let the database refuse rules of the rota that the form refuses."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

CHECKS = {
    "day_before_night": "day_begins < day_ends",
    "parts_of_day_off_range": "parts_of_day_off BETWEEN 1 AND 4",
    "points_weeknight_range": "points_weeknight BETWEEN 0 AND 100",
    "points_day_off_range": "points_day_off BETWEEN 0 AND 100",
    "points_special_range": "points_special BETWEEN 0 AND 100",
    "rest_hours_range": "rest_hours BETWEEN 0 AND 336",
    "services_least_range": "services_least BETWEEN 1 AND 100",
    "shifts_a_month_range": "shifts_a_month BETWEEN 1 AND 31",
    "days_off_a_month_range": "days_off_a_month BETWEEN 1 AND 31",
}


def upgrade() -> None:
    # The form was the only way in, and it refused the same.
    with op.batch_alter_table("rota_rules") as rules:
        for name, check in CHECKS.items():
            rules.create_check_constraint(op.f(f"ck_rota_rules_{name}"), check)


def downgrade() -> None:
    with op.batch_alter_table("rota_rules") as rules:
        for name in CHECKS:
            rules.drop_constraint(op.f(f"ck_rota_rules_{name}"), type_="check")
